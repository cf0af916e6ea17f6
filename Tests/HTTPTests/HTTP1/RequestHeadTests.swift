import Bytes
import HTTP
import Testing

@Suite struct RequestHeadTests {
  @Test func `a head gives back the parts of the request line`() throws {
    let (head, bytes) = try RequestParserTests.head(
      "PROPFIND /a/b%20c?d=e?f HTTP/1.0\r\nHost: x.example:1\r\n\r\n")
    #expect(head.method == .other)
    #expect(head.minorVersion == 0)
    #expect(head.targetForm == .origin)
    #expect(text(head.methodToken(in: bytes.span)) == "PROPFIND")
    #expect(text(head.target(in: bytes.span)) == "/a/b%20c?d=e?f")
    #expect(text(head.path(in: bytes.span)) == "/a/b%20c")
    #expect(text(head.query(in: bytes.span)) == "d=e?f")
    #expect(text(head.authority(in: bytes.span)) == "x.example:1")
  }

  @Test(arguments: Method.allCases.filter { $0 != .other && $0 != .connect })
  func `every named method is recognised`(method: Method) throws {
    let (head, _) = try RequestParserTests.head("\(method.name) / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(head.method == method)
  }

  @Test(
    arguments: [
      ("http://b/x?y", "b", "/x", "y"), ("http://b", "b", "", nil), ("http://b?q", "b", "", "q"),
      ("HTTPS://[::1]:8/", "[::1]:8", "/", nil), ("/x", "a", "/x", nil), ("/x?", "a", "/x", ""),
    ] as [(String, String, String, String?)])
  func `an absolute target's authority outranks Host`(
    target: String, authority: String, path: String, query: String?
  ) throws {
    let (head, bytes) = try RequestParserTests.head("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(text(head.authority(in: bytes.span)) == authority)
    #expect(text(head.path(in: bytes.span)) == path)
    #expect(text(head.query(in: bytes.span)) == query)
  }

  @Test(arguments: KnownField.allCases)
  func `every known field is found in any case`(field: KnownField) throws {
    let name = "\(field.name)"
    let known = "host content-length transfer-encoding expect"
    let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(name.uppercased()): b \r\n\r\n".utf8)
    let (outcome, head) = RequestParserTests.parse(bytes)
    guard case .complete = outcome else {
      #expect(known.contains(name), "\(name)")
      return
    }
    #expect(head.known(at: 1) == field)
    #expect(text(head.value(field, in: bytes.span)) == "b")
    #expect(text(head.name(at: 1, in: bytes.span)) == name.uppercased())
    // One letter less or more is another field.
    for near in [String(name.dropLast()), name + "x", "x" + name] {
      let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(near): b\r\n\r\n".utf8)
      let (_, head) = RequestParserTests.parse(bytes)
      #expect(!head.contains(field) || field == .host, "\(near)")
    }
  }

  @Test func `repeated fields are all reached in order`() throws {
    let (head, bytes) = try RequestParserTests.head(
      "GET / HTTP/1.1\r\nHost: a\r\nIf-Match: 1\r\nX: y\r\nif-match: 2\r\nIF-MATCH: 3\r\n\r\n")
    var found: [String?] = []
    var index = head.firstIndex(of: .ifMatch)
    while let line = index {
      found.append(text(head.value(at: line, in: bytes.span)))
      index = head.nextIndex(of: .ifMatch, after: line)
    }
    #expect(found == ["1", "2", "3"])
    #expect(head.isRepeated(.ifMatch))
    #expect(!head.isRepeated(.host))
    #expect(head.firstIndex(of: .range) == nil)
    #expect(text(head.value(named: "x", in: bytes.span)) == "y")
    #expect(text(head.value(named: "z", in: bytes.span)) == nil)
    #expect(head.fieldCount == 5)
  }

  @Test(arguments: [
    ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.0", "", false),
    ("1.0", "Connection: Keep-Alive\r\n", true), ("1.1", "Connection: x, CLOSE\r\n", false),
    ("1.0", "Connection: keep-alive, close\r\n", false), ("1.1", "Connection: closed\r\n", true),
    ("1.1", "Connection: a\r\nConnection: close\r\n", false), ("1.1", "Connection: ,,\r\n", true),
  ])
  func `persistence follows RFC 9112 §9.3`(version: String, field: String, keeps: Bool) throws {
    let (head, _) = try RequestParserTests.head("GET / HTTP/\(version)\r\nHost: a\r\n\(field)\r\n")
    #expect(head.keepsAlive == keeps)
  }

  @Test(arguments: [
    ("Content-Length: 12\r\n", BodyFraming.length(12)), ("Content-Length: 0\r\n", .length(0)),
    ("Transfer-Encoding: chunked\r\n", .chunked), ("", .none),
  ])
  func `the framing of the content is decided`(field: String, framing: BodyFraming) throws {
    let (head, _) = try RequestParserTests.head("POST / HTTP/1.1\r\nHost: a\r\n\(field)\r\n")
    #expect(head.body == framing)
  }

  @Test(arguments: [
    ("1.1", "Content-Length: 1\r\nExpect: 100-continue\r\n", true),
    ("1.1", "Transfer-Encoding: chunked\r\nExpect: 100-CONTINUE\r\n", true),
    ("1.1", "Expect: 100-continue\r\n", false),
    ("1.0", "Content-Length: 1\r\nExpect: 100-continue\r\n", false),
  ])
  func `100 is expected only before content`(version: String, field: String, waits: Bool) throws {
    let (head, _) = try RequestParserTests.head("PUT / HTTP/\(version)\r\nHost: a\r\n\(field)\r\n")
    #expect(head.expectsContinue == waits)
  }

  @Test(arguments: [
    ("1.1", "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n", true),
    ("1.1", "Upgrade: websocket\r\n", false), ("1.1", "Connection: upgrade\r\n", false),
    ("1.0", "Connection: upgrade\r\nUpgrade: websocket\r\n", false),
  ])
  func `an upgrade needs both fields and HTTP 1.1`(version: String, field: String, offers: Bool)
    throws
  {
    let (head, _) = try RequestParserTests.head("GET / HTTP/\(version)\r\nHost: a\r\n\(field)\r\n")
    #expect(head.offersUpgrade == offers)
  }

  @Test func `a copy keeps its contents when the head is refilled`() throws {
    let bytes = Array("GET /first HTTP/1.1\r\nHost: a\r\nRange: b\r\n\r\n".utf8)
    let (_, head) = RequestParserTests.parse(bytes)
    let copy = head.copy()
    var parser = RequestParser()
    _ = parser.parse(
      Array("POST / HTTP/1.0\r\n\r\n".utf8).span, into: head, limits: RequestLimits())
    #expect(copy.method == .get)
    #expect(text(copy.path(in: bytes.span)) == "/first")
    #expect(text(copy.value(.range, in: bytes.span)) == "b")
    #expect(!head.contains(.range))
  }
}
