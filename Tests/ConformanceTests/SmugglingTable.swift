/// Requests inside, behind and between others. `/health/live` answers 200, `/nowhere` 404.
enum SmugglingTable {
  private static let live = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let closing =
    "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
  private static let length = live.utf8.count

  static let all: [SmugglingCase] = [
    SmugglingCase("one request", "9112 §9.3", live, [200]),
    SmugglingCase("two pipelined", "9112 §9.3.2", live + live, [200, 200]),
    SmugglingCase(
      "a hundred pipelined", "9112 §9.3.2", String(repeating: live, count: 100),
      Array(repeating: 200, count: 100)),
    SmugglingCase(
      "an empty line between", "9112 §2.2", live + "\r\n" + live, [200, 200]),
    SmugglingCase(
      "two empty lines between", "9112 §2.2", live + "\r\n\r\n" + live, [200, 400],
      endsInput: false),
    SmugglingCase(
      "behind the last", "9112 §9.6", closing + live + live, [200], endsInput: false),
    SmugglingCase(
      "behind HTTP/1.0", "9112 §9.3", "GET /health/live HTTP/1.0\r\n\r\n" + live, [200],
      endsInput: false),
    SmugglingCase(
      "behind HTTP/1.0 that keeps alive", "9112 §9.3",
      "GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + live, [200, 200]),
    SmugglingCase(
      "inside a content of known length", "9112 §6.2",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n" + live + live,
      [404, 200]),
    SmugglingCase(
      "inside the content of a GET", "9110 §9.3.1",
      "GET /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n" + live + live,
      [200, 200]),
    SmugglingCase(
      "inside the content of a HEAD to nowhere", "9110 §9.3.2",
      "DELETE /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n" + live, [404]),
    SmugglingCase(
      "after a content that is shorter than it", "9112 §6.2",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + live, [404, 200]),
    SmugglingCase(
      "inside a chunk that nobody reads", "9112 §7.1",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "\(String(length, radix: 16))\r\n\(live)\r\n0\r\n\r\n" + live, [404], endsInput: false),
    SmugglingCase(
      "after a length of none", "9112 §6.2",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + live, [404, 200]),
    SmugglingCase(
      "after no length", "9112 §6.3", "POST /nowhere HTTP/1.1\r\nHost: a\r\n\r\n" + live,
      [404, 200]),
    SmugglingCase(
      "a length and chunks", "9112 §6.1",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: \(length + 5)\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + live, [400], endsInput: false),
    SmugglingCase(
      "two lengths", "9112 §6.3",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: \(length)\r\n\r\n"
        + live, [400], endsInput: false),
    SmugglingCase(
      "behind a malformed one", "9112 §11.2", live + "GET  / HTTP/1.1\r\n\r\n" + live + live,
      [200, 400], endsInput: false),
    SmugglingCase(
      "an upgrade that is not taken", "9110 §7.8",
      "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + live,
      [200, 200]),
    SmugglingCase(
      "an expectation that is not needed", "9110 §10.1.1",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n"
        + "Expect: 100-continue\r\n\r\n" + live, [404], endsInput: false),
    SmugglingCase(
      "an expectation that is met", "9110 §10.1.1",
      "PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"
        + closing, [200, 200], endsInput: false),
    SmugglingCase(
      "behind a long content that nobody reads", "9112 §9.6",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n"
        + String(repeating: live, count: 2000), [404], endsInput: false),
  ]
}
