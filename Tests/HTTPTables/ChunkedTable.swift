/// Chunked contents with the verdict each must get, for the decoder and for a running server.
package enum ChunkedTable {
  package static let all: [ChunkedCase] = [
    .whole("nothing", "9112 §7.1", "0\r\n\r\n", ""),
    .whole("one chunk", "9112 §7.1", "5\r\nhello\r\n0\r\n\r\n", "hello"),
    .whole("two chunks", "9112 §7.1", "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "hello"),
    .whole("line ends in data", "9112 §7.1", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
    .whole("capital digits", "9112 §7.1", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
    .whole("small digits", "9112 §7.1", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
    .whole("leading zeros", "9112 §7.1", "0000000000000005\r\nhello\r\n000\r\n\r\n", "hello"),
    .whole("an extension name", "9112 §7.1.1", "5;a\r\nhello\r\n0\r\n\r\n", "hello"),
    .whole("an extension value", "9112 §7.1.1", "5;a=b\r\nhello\r\n0;c=d;e\r\n\r\n", "hello"),
    .whole("a quoted extension", "9112 §7.1.1", "5;a=\"b;\\\"c\"\r\nhello\r\n0\r\n\r\n", "hello"),
    .whole("white space around a semicolon", "9112 §7.1.1", "5 ; a\r\nhello\r\n0\r\n\r\n", "hello"),
    .whole("a trailer", "9112 §7.1.2", "0\r\nX: y\r\n\r\n", ""),
    .whole("a trailer that names framing", "9110 §6.5.1", "0\r\nContent-Length: 9\r\n\r\n", ""),
    .whole("an empty trailer value", "9112 §7.1.2", "0\r\nX:\r\nY: \t\r\n\r\n", ""),
    .whole("sixteen trailers", "9112 §7.1.2", "0\r\n" + trailers(16) + "\r\n", ""),
    .whole(
      "an extension of 256 bytes", "9112 §7.1.1", "1;" + text(256) + "\r\na\r\n0\r\n\r\n", "a"),
    .partial("no bytes", "9112 §7.1", ""),
    .partial("a size without end", "9112 §7.1", "5"),
    .partial("data without end", "9112 §7.1", "5\r\nhel"),
    .partial("no last chunk", "9112 §7.1", "5\r\nhello\r\n"),
    .partial("no empty line", "9112 §7.1", "0\r\n"),
    .partial("half an empty line", "9112 §7.1", "0\r\n\r"),
    .partial("the longest chunk", "9112 §7.1", "7fffffffffffffff\r\n"),
    .refuse("no size", "9112 §7.1", "\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("a letter that is no digit", "9112 §7.1", "g\r\n", "malformed-chunk-size"),
    .refuse("a prefix", "9112 §7.1", "0x5\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("a plus sign", "9112 §7.1", "+5\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("a minus sign", "9112 §7.1", "-5\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("an underscore", "9112 §7.1", "1_0\r\n", "malformed-chunk-size"),
    .refuse("a space before", "9112 §7.1", " 5\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("a space after", "9112 §7.1", "5 \r\nhello\r\n", "malformed-chunk-size"),
    .refuse("a space inside", "9112 §7.1", "5 5\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("a comma", "9112 §7.1", "5,5\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("NUL", "9112 §7.1", "5\u{0}\r\nhello\r\n", "malformed-chunk-size"),
    .refuse("17 digits", "9112 §7.1", "00000000000000005\r\n", "malformed-chunk-size"),
    .refuse("64 bits", "9112 §7.1", "ffffffffffffffff\r\n", "chunk-too-large"),
    .refuse(
      "a size that wraps to five", "9112 §7.1", "10000000000000005\r\n", "malformed-chunk-size"),
    .refuse("LF alone after a size", "9112 §2.2", "5\nhello\r\n0\r\n\r\n", "bare-line-feed"),
    .refuse("CR alone after a size", "9112 §2.2", "5\rhello\r\n0\r\n\r\n", "bare-carriage-return"),
    .refuse("LF alone after an extension", "9112 §2.2", "5;a\nhello\r\n", "bare-line-feed"),
    .refuse(
      "LF alone in a quoted extension", "9112 §2.2", "5;a=\"\n\"\r\nhello\r\n", "bare-line-feed"),
    .refuse("CR alone after an extension", "9112 §2.2", "5;a\rX", "bare-carriage-return"),
    .refuse(
      "CR in a quoted extension", "9112 §7.1.1", "5;a=\"\r\"\r\n", "malformed-chunk-extension"),
    .refuse(
      "an extension without name", "9112 §7.1.1", "5;\r\nhello\r\n", "malformed-chunk-extension"),
    .refuse(
      "an extension of an equals sign", "9112 §7.1.1", "5;=b\r\nhello\r\n",
      "malformed-chunk-extension"),
    .refuse(
      "an extension without value", "9112 §7.1.1", "5;a=\r\nhello\r\n", "malformed-chunk-extension"),
    .refuse(
      "text after a quoted value", "9112 §7.1.1", "5;a=\"b\"c\r\n", "malformed-chunk-extension"),
    .refuse("NUL in an extension", "9112 §7.1.1", "5;a\u{0}\r\n", "malformed-chunk-extension"),
    .refuse(
      "an extension of 257 bytes", "9112 §7.1.1", "1;" + text(257) + "\r\n",
      "chunk-extension-too-large"),
    .refuse(
      "many extensions", "9112 §7.1.1",
      String(repeating: "1;" + text(250) + "\r\na\r\n", count: 17), "chunk-extension-too-large"),
    .refuse("data too long", "9112 §7.1", "4\r\nhello\r\n0\r\n\r\n", "malformed-chunk-end"),
    .refuse("data without line end", "9112 §7.1", "5\r\nhello0\r\n\r\n", "malformed-chunk-end"),
    .refuse("LF alone after data", "9112 §2.2", "5\r\nhello\n0\r\n\r\n", "malformed-chunk-end"),
    .refuse("CR alone after data", "9112 §2.2", "5\r\nhello\r0\r\n\r\n", "malformed-chunk-end"),
    .refuse("LF alone at the end", "9112 §2.2", "0\r\n\n", "bare-line-feed"),
    .refuse("CR alone at the end", "9112 §2.2", "0\r\n\rX", "bare-carriage-return"),
    .refuse("a trailer without colon", "9112 §7.1.2", "0\r\nX\r\n\r\n", "malformed-trailer"),
    .refuse("a trailer without name", "9112 §7.1.2", "0\r\n: y\r\n\r\n", "malformed-trailer"),
    .refuse(
      "a space before a trailer's colon", "9112 §5.1", "0\r\nX : y\r\n\r\n", "malformed-trailer"),
    .refuse("a folded trailer", "9112 §5.2", "0\r\nX: y\r\n z\r\n\r\n", "malformed-trailer"),
    .refuse("NUL in a trailer", "9110 §5.5", "0\r\nX: \u{0}\r\n\r\n", "malformed-trailer"),
    .refuse("LF alone after a trailer", "9112 §2.2", "0\r\nX: y\n\r\n", "bare-line-feed"),
    .refuse(
      "CR alone after a trailer", "9112 §2.2", "0\r\nX: y\rz\r\n\r\n", "bare-carriage-return"),
    .refuse(
      "seventeen trailers", "9112 §7.1.2", "0\r\n" + trailers(17) + "\r\n", "trailers-too-large"),
    .refuse(
      "trailers of more than 8 KiB", "9112 §7.1.2", "0\r\nX: " + text(8_200) + "\r\n\r\n",
      "trailers-too-large"),
  ]

  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

  private static func trailers(_ count: Int) -> String {
    (0..<count).map { "X-\($0): y\r\n" }.joined()
  }
}
