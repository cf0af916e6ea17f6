import Testing

@testable import Console

/// Addresses and answers of servers.
@Suite struct ServerURLTests {
  @Test(arguments: [
    ("http://127.0.0.1:4500", "http://127.0.0.1:4500/cdn/a"),
    ("https://floe.example///", "https://floe.example/cdn/a"),
    ("http://host/prefix/", "http://host/prefix/cdn/a"),
  ])
  func `a path goes behind the address`(text: String, expected: String) throws {
    #expect(try ServerURL(text).appending(["cdn", "a"]) == expected)
  }

  @Test(arguments: [
    "", "localhost", "ftp://host", "http://", "http:///x", "http://:80", "http://h o", "http://h?x",
    "http://h#x", "http://me:secret@host", "http://hö",
  ])
  func `what is no address is refused`(text: String) {
    #expect(throws: CommandFailure.self) { try ServerURL(text) }
  }

  @Test func `segments are percent-encoded`() throws {
    let url = try ServerURL("http://h").appending(["a b", "ü", "x?y#z%", "-._~"])
    #expect(url == "http://h/a%20b/%C3%BC/x%3Fy%23z%25/-._~")
  }

  @Test(arguments: [
    (
      "9k95lgtG9iPU8yk_wYz8m8CUY1snveemF8ypfpBLUUg",
      "/v1/blobs/9k95lgtG9iPU8yk_wYz8m8CUY1snveemF8ypfpBLUUg"
    ),
    ("0xab", "/v1/blobs/by-object-id/0xab"),
    ("quilt/a.txt", "/v1/blobs/by-quilt-id/quilt/a.txt"),
    (
      String(repeating: "a", count: 50),
      "/v1/blobs/by-quilt-patch-id/" + String(repeating: "a", count: 50)
    ),
  ])
  func `an aggregator has a path for each kind of id`(id: String, path: String) throws {
    let segments = try GetCommand.path(of: id, onAggregator: true)
    #expect("/" + segments.joined(separator: "/") == path)
    #expect(try GetCommand.path(of: id, onAggregator: false).first == "cdn")
  }

  @Test(arguments: [
    (#"{"title":"Not found","detail":"There is no blob x.","status":404}"#, "There is no blob x"),
    (#"{"title":"Not found"}"#, "Not found"),
    (
      #"{"error":{"status":"NOT_FOUND","code":404,"message":"the blob does not exist"}}"#,
      "the blob does not exist"
    ),
    ("plain words\nand more", "plain words"),
    ("<html><body>no</body></html>", ""),
    ("", ""),
    ("evil\u{1B}[2J", "evil?[2J"),
  ])
  func `a server's words are shown in one line`(body: String, words: String) {
    let answer = ServerAnswer(status: 404, body: Array(body.utf8))
    #expect(answer.sentence == "the server answered 404" + (words.isEmpty ? "" : ": " + words))
  }

  @Test(
    arguments: [
      (#"{"newlyCreated":{"blobObject":{"id":"0x1","blobId":"abc"},"cost":1}}"#, "abc"),
      (#"{"alreadyCertified":{"blobId":"def","endEpoch":9}}"#, "def"),
      (#"{"markedInvalid":{}}"#, nil), ("", nil),
    ] as [(String, String?)])
  func `the id is found in a publisher's answer`(body: String, id: String?) {
    #expect(StoredBlob.id(in: Array(body.utf8)) == id)
  }
}
