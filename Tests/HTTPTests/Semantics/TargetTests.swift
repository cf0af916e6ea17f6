import HTTP
import Testing

@Suite struct TargetTests {
  static func fault(_ path: String) -> TargetFault? {
    let bytes = Array(path.utf8)
    do throws(TargetFault) {
      try PathSegments.check(bytes.span)
      return nil
    } catch {
      return error
    }
  }

  static func decode(
    _ text: String, _ refusals: PercentEncoding.Refusals, plus: Bool = false, capacity: Int = 64
  ) -> Result<String, TargetFault> {
    let bytes = Array(text.utf8)
    do {
      return .success(
        try printed(capacity) {
          try PercentEncoding.decode(
            bytes.span, into: &$0, refusing: refusals, plusIsSpace: plus)
        })
    } catch { return .failure(error as? TargetFault ?? .tooLong) }
  }

  @Test(
    arguments: [
      ("/", nil), ("/a/b", nil), ("/a//b/", nil), ("/a%20b", nil), ("/...", nil), ("/.a", nil),
      ("/a.", nil), ("/%C3%A9", nil), ("/a%2Eb", nil), ("", nil),
      ("/.", .dotSegment), ("/..", .dotSegment), ("/a/../b", .dotSegment), ("/a/./b", .dotSegment),
      ("/%2e%2E/b", .dotSegment), ("/.%2e", .dotSegment), ("/a/..", .dotSegment),
      ("/a%2Fb", .encodedSeparator), ("/a%2fb", .encodedSeparator), ("/a%5Cb", .encodedSeparator),
      ("/a\\b", .encodedSeparator), ("/..%2f", .encodedSeparator), ("/a%00", .controlByte),
      ("/a%0d%0aX", .controlByte), ("/a%7F", .controlByte), ("/a%", .malformedEscape),
      ("/a%2", .malformedEscape), ("/a%zz", .malformedEscape), ("/a%2/b", .malformedEscape),
      ("/%%32%65", .malformedEscape), ("/a%+1", .malformedEscape),
    ] as [(String, TargetFault?)])
  func `a path is checked segment by segment`(path: String, expected: TargetFault?) {
    #expect(Self.fault(path) == expected, "\(path)")
  }

  @Test(arguments: [
    ("/", [""]), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("/a/", ["a", ""]), ("//a", ["", "a"]),
    ("", []), ("*", ["*"]),
  ])
  func `segments lie between slashes`(path: String, expected: [String]) {
    let bytes = Array(path.utf8)
    var segments = PathSegments(bytes.span)
    var found: [String] = []
    while let segment = segments.next() {
      found.append(String(decoding: bytes[segment], as: UTF8.self))
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("a%20b", "a b"), ("%41%62", "Ab"), ("%2541", "%41"), ("a+b", "a+b"), ("", ""),
    ("%C3%A9", "é"),
  ])
  func `escapes are decoded once`(text: String, decoded: String) {
    #expect(Self.decode(text, .segment) == .success(decoded))
  }

  @Test func `what may not come out of decoding does not`() {
    #expect(Self.decode("a%2Fb", .segment) == .failure(.encodedSeparator))
    #expect(Self.decode("a%2Fb", []) == .success("a/b"))
    #expect(Self.decode("a/b", .segment) == .success("a/b"))
    #expect(Self.decode("a\\b", .separators) == .failure(.encodedSeparator))
    #expect(Self.decode("%00", .controls) == .failure(.controlByte))
    #expect(Self.decode("%0A", []) == .success("\n"))
    #expect(Self.decode("%4", []) == .failure(.malformedEscape))
    #expect(Self.decode("a+b", [], plus: true) == .success("a b"))
    #expect(Self.decode("abcd", [], capacity: 3) == .failure(.tooLong))
  }

  @Test(arguments: [
    ("a=b&c=d", [["a", "b"], ["c", "d"]]), ("a", [["a", ""]]), ("", []), ("&&a=&", [["a", ""]]),
    ("=b", [["", "b"]]), ("a=b=c", [["a", "b=c"]]), ("a=b;c=d", [["a", "b;c=d"]]),
  ])
  func `query items are separated by ampersands alone`(query: String, expected: [[String]]) {
    let bytes = Array(query.utf8)
    var items = QueryItems(bytes.span)
    var found: [[String]] = []
    while let item = items.next() {
      found.append([
        String(decoding: bytes[item.name], as: UTF8.self),
        String(decoding: bytes[item.value], as: UTF8.self),
      ])
    }
    #expect(found == expected)
  }

  @Test func `the first item of a name is found`() {
    let bytes = Array("x=1&type=image/png&type=text/html".utf8)
    let value = text(QueryItems.value(of: "type", in: bytes.span))
    #expect(value == "image/png")
    let none = text(QueryItems.value(of: "typ", in: bytes.span))
    #expect(none == nil)
  }
}
