extension FramingTable {
  package static let contentLengths: [FramingCase] = [
    .accept("a length of none", "9112 §6.2", length("0")),
    .accept("a length with zeros before", "9110 §8.6", length("0005")),
    .accept("the longest length", "9110 §8.6", length("9223372036854775807")),
    .accept(
      "a length on a GET", "9110 §9.3.1",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),
    .refuse("a plus sign", "9110 §8.6", length("+5"), "malformed-content-length"),
    .refuse("a minus sign", "9110 §8.6", length("-5"), "malformed-content-length"),
    .refuse("a minus zero", "9110 §8.6", length("-0"), "malformed-content-length"),
    .refuse("a hexadecimal length", "9110 §8.6", length("0x5"), "malformed-content-length"),
    .refuse("a hexadecimal digit", "9110 §8.6", length("a"), "malformed-content-length"),
    .refuse("an underscore", "9110 §8.6", length("1_0"), "malformed-content-length"),
    .refuse("a fraction", "9110 §8.6", length("5.0"), "malformed-content-length"),
    .refuse("an exponent", "9110 §8.6", length("1e3"), "malformed-content-length"),
    .refuse("a space inside", "9110 §8.6", length("1 0"), "malformed-content-length"),
    .refuse("a tab inside", "9110 §8.6", length("1\t0"), "malformed-content-length"),
    .refuse("an empty length", "9110 §8.6", length(""), "malformed-content-length"),
    .refuse("quotes", "9110 §8.6", length("\"5\""), "malformed-content-length"),
    .refuse("text after the number", "9110 §8.6", length("5, 5"), "malformed-content-length"),
    .refuse("a list of different lengths", "9112 §6.3", length("5, 6"), "malformed-content-length"),
    .refuse("a trailing comma", "9112 §6.3", length("5,"), "malformed-content-length"),
    .refuse(
      "a length just beyond 63 bits", "9110 §8.6", length("9223372036854775808"),
      "malformed-content-length"),
    .refuse(
      "a length beyond 64 bits", "9110 §8.6", length("18446744073709551621"),
      "malformed-content-length"),
    .refuse(
      "a length of many digits", "9110 §8.6", length("00000000000000000000005"),
      "malformed-content-length"),
    .refuse(
      "digits of another script", "9110 §8.6", length("\u{D9}\u{A5}"), "malformed-content-length"),
    .refuse(
      "different lengths", "9112 §6.3",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
      "repeated-content-length"),
    .refuse(
      "the same length twice", "9112 §6.3",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\n",
      "repeated-content-length"),
  ]

  package static let transferEncodings: [FramingCase] = [
    .accept("chunked", "9112 §7.1", coding("chunked")),
    .accept("chunked in capitals", "9112 §7", coding("CHUNKED")),
    .accept("a tab before chunked", "9112 §5.1", coding("\tchunked\t")),
    .refuse(
      "chunked with Content-Length", "9112 §6.1",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
      "both-framings"),
    .refuse(
      "Content-Length with chunked", "9112 §6.1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      "both-framings"),
    .refuse(
      "identity with Content-Length", "9112 §6.1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: identity\r\n\r\n",
      "both-framings"),
    .refuse(
      "chunked in HTTP/1.0", "9112 §6.1",
      "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
      "transfer-encoding-in-old-version"),
    .refuse("chunked twice in a list", "9112 §6.1", coding("chunked, chunked"), "chunked-repeated"),
    .refuse(
      "chunked twice on two lines", "9112 §6.1", coding("chunked\r\nTransfer-Encoding: chunked"),
      "chunked-repeated"),
    .refuse("chunked before another", "9112 §6.3", coding("chunked, gzip"), "chunked-not-final"),
    .refuse(
      "chunked before another on two lines", "9112 §6.3",
      coding("chunked\r\nTransfer-Encoding: gzip"), "chunked-not-final"),
    .refuse("gzip alone", "9112 §6.3", coding("gzip"), "chunked-not-final"),
    .refuse("identity", "9112 §6.3", coding("identity"), "chunked-not-final"),
    .refuse("a name that ends in chunked", "9112 §6.3", coding("xchunked"), "chunked-not-final"),
    .refuse(
      "a name that starts with chunked", "9112 §6.3", coding("chunkedx"), "chunked-not-final"),
    .refuse(
      "gzip then chunked", "9112 §6.1", coding("gzip, chunked"), "unknown-transfer-coding",
      status: 501),
    .refuse(
      "an unknown coding then chunked", "9112 §6.1", coding("foo\r\nTransfer-Encoding: chunked"),
      "unknown-transfer-coding", status: 501),
    .refuse("an empty coding", "9112 §6.1", coding(""), "malformed-transfer-encoding"),
    .refuse("a comma before", "9110 §5.6.1", coding(", chunked"), "malformed-transfer-encoding"),
    .refuse("a comma after", "9110 §5.6.1", coding("chunked,"), "malformed-transfer-encoding"),
    .refuse("a parameter", "9112 §7.1", coding("chunked;q=1"), "malformed-transfer-encoding"),
    .refuse("quotes around it", "9112 §7", coding("\"chunked\""), "malformed-transfer-encoding"),
    .refuse("a space inside it", "9112 §7", coding("chun ked"), "malformed-transfer-encoding"),
    .refuse(
      "bytes beyond ASCII after it", "9112 §7", coding("chunked\u{A0}"),
      "malformed-transfer-encoding"),
  ]

  package static let connections: [FramingCase] = [
    .accept(
      "Connection: close", "9112 §9.6", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
    .accept(
      "an upgrade", "9110 §7.8",
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
    .accept(
      "an expectation of 100", "9110 §10.1.1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n"),
    .accept(
      "an unknown expectation in HTTP/1.0", "9110 §10.1.1",
      "POST / HTTP/1.0\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n"),
    .refuse(
      "an unknown expectation", "9110 §10.1.1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: tea\r\n\r\n",
      "unknown-expectation", status: 417),
    .refuse(
      "an expectation beside 100", "9110 §10.1.1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\nExpect: tea\r\n\r\n",
      "unknown-expectation", status: 417),
  ]

  package static let limits: [FramingCase] = [
    .accept("a target of 2,048 bytes", "9112 §3", target(2_048)),
    .accept("a hundred fields", "9110 §5.4", manyFields(100)),
    .accept("a head of 8,192 bytes", "9110 §5.4", head(8_192)),
    .refuse("a target of 2,049 bytes", "9112 §3", target(2_049), "target-too-long", status: 414),
    .refuse(
      "a target of 2,049 bytes with a bad version", "9112 §3",
      "GET /" + String(repeating: "a", count: 2_060) + " HTTX/1.1\r\nHost: a\r\n\r\n",
      "target-too-long", status: 414),
    .refuse(
      "a target without end", "9112 §3", "GET /" + String(repeating: "a", count: 9_000),
      "target-too-long", status: 414),
    .refuse("a head of 8,193 bytes", "9110 §5.4", head(8_193), "head-too-large", status: 431),
    .refuse(
      "a field without end", "9110 §5.4",
      "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 9_000), "head-too-large",
      status: 431),
    .refuse(
      "a name without end", "9110 §5.4",
      "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "a", count: 9_000), "head-too-large",
      status: 431),
    .refuse(
      "a hundred and one fields", "9110 §5.4", manyFields(101), "too-many-fields", status: 431),
  ]

  private static func length(_ value: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(value)\r\n\r\n"
  }

  private static func coding(_ value: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \(value)\r\n\r\n"
  }

  private static func target(_ count: Int) -> String {
    "GET /" + String(repeating: "a", count: count - 1) + " HTTP/1.1\r\nHost: a\r\n\r\n"
  }

  private static func manyFields(_ count: Int) -> String {
    let more = (1..<count).map { "X-\($0): a\r\n" }.joined()
    return "GET / HTTP/1.1\r\nHost: a\r\n" + more + "\r\n"
  }

  /// A request whose head is `count` bytes, in fields that are each small.
  private static func head(_ count: Int) -> String {
    let start = "GET / HTTP/1.1\r\nHost: a\r\n"
    var rest = count - start.utf8.count - 2
    var fields = ""
    while rest > 0 {
      let size = rest > 600 ? 500 : rest
      fields += "X: " + String(repeating: "a", count: size - 5) + "\r\n"
      rest -= size
    }
    return start + fields + "\r\n"
  }
}
