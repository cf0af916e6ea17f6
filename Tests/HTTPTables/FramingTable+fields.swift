extension FramingTable {
  package static let lineEnds: [FramingCase] = [
    .refuse(
      "LF alone after the request line", "9112 §2.2", "GET / HTTP/1.1\nHost: a\r\n\r\n",
      "bare-line-feed"),
    .refuse(
      "LF alone after a field", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\n\r\n", "bare-line-feed"),
    .refuse(
      "LF alone at the end", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\r\n\n", "bare-line-feed"),
    .refuse("LF alone everywhere", "9112 §2.2", "GET / HTTP/1.1\nHost: a\n\n", "bare-line-feed"),
    .refuse(
      "an LF before the request", "9112 §2.2", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "bare-line-feed"),
    .refuse(
      "a CR before the request", "9112 §2.2", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "bare-carriage-return"),
    .refuse(
      "CR alone in the request line", "9112 §2.2", "GET /\rHTTP/1.1\r\nHost: a\r\n\r\n",
      "bare-carriage-return"),
    .refuse(
      "CR alone for a line end", "9112 §2.2", "GET / HTTP/1.1\rHost: a\r\n\r\n",
      "bare-carriage-return"),
    .refuse(
      "CR alone in a value", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
      "bare-carriage-return"),
    .refuse("CR CR LF", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", "bare-carriage-return"),
    .refuse(
      "CR alone in a name", "9112 §5.1", "GET / HTTP/1.1\r\nHo\rst: a\r\n\r\n",
      "bare-carriage-return"),
    .refuse("LF CR", "9112 §2.2", "GET / HTTP/1.1\n\rHost: a\n\r\n\r", "bare-line-feed"),
    .refuse(
      "NUL in the method", "9112 §3.1", "G\u{0}T / HTTP/1.1\r\nHost: a\r\n\r\n", "control-byte"),
    .refuse(
      "NUL in the target", "9112 §3.2", "GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", "control-byte"),
    .refuse(
      "NUL in a name", "9110 §5.1", "GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: a\r\n\r\n", "control-byte"
    ),
    .refuse(
      "NUL in a value", "9110 §5.5", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n",
      "control-byte"),
    .refuse(
      "a vertical tab before a value", "9110 §5.5",
      "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\u{B}chunked\r\n\r\n", "control-byte"),
    .refuse(
      "a form feed after a value", "9110 §5.5",
      "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\u{C}\r\n\r\n", "control-byte"),
    .refuse(
      "an escape in a value", "9110 §5.5", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{1B}[0m\r\n\r\n",
      "control-byte"),
    .refuse(
      "DEL in a value", "9110 §5.5", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7F}\r\n\r\n",
      "control-byte"),
    .refuse(
      "DEL in the target", "9112 §3.2", "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", "control-byte"),
    .refuse(
      "a TLS hello", "9112 §2.2", "\u{16}\u{3}\u{1}\u{0}\u{A5}\u{1}\u{0}\u{0}", "control-byte"),
  ]

  package static let fields: [FramingCase] = [
    .accept("no white space after the colon", "9112 §5", "GET / HTTP/1.1\r\nHost:a\r\n\r\n"),
    .accept(
      "much white space around a value", "9112 §5.1", "GET / HTTP/1.1\r\nHost: \t a \t \r\n\r\n"),
    .accept("an empty value", "9110 §5.5", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY: \r\n\r\n"),
    .accept("a tab inside a value", "9110 §5.5", "GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n"),
    .accept(
      "bytes beyond ASCII in a value", "9110 §5.5",
      "GET / HTTP/1.1\r\nHost: a\r\nX: \u{C3}\u{A9}\u{FF}\r\n\r\n"),
    .accept("colons in a value", "9112 §5", "GET / HTTP/1.1\r\nHost: a\r\nX: a:b: c:\r\n\r\n"),
    .accept(
      "every token byte in a name", "9110 §5.6.2",
      "GET / HTTP/1.1\r\nHost: a\r\n!#$%&'*+-.^_`|~09azAZ: a\r\n\r\n"),
    .accept(
      "names of every case", "9110 §5.1", "GET / HTTP/1.1\r\nhOST: a\r\nCONTENT-LENGTH: 0\r\n\r\n"),
    .refuse(
      "a space before the colon", "9112 §5.1", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      "space-before-colon"),
    .refuse(
      "a tab before the colon", "9112 §5.1", "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n",
      "space-before-colon"),
    .refuse(
      "a space before the colon of Content-Length", "9112 §5.1",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n", "space-before-colon"),
    .refuse(
      "a space before the colon of Transfer-Encoding", "9112 §5.1",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", "space-before-colon"),
    .refuse(
      "a space inside a name", "9112 §5.1", "GET / HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n",
      "malformed-field-name"),
    .refuse(
      "white space before the first field", "9112 §2.2", "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
      "leading-whitespace"),
    .refuse(
      "a tab before the first field", "9112 §2.2", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n",
      "leading-whitespace"),
    .refuse(
      "a line of white space first", "9112 §2.2", "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n",
      "leading-whitespace"),
    .refuse(
      "a value folded with a space", "9112 §5.2", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
      "folded-field"),
    .refuse(
      "a value folded with a tab", "9112 §5.2", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\n\r\n",
      "folded-field"),
    .refuse(
      "a folded field that looks like another", "9112 §5.2",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n Content-Length: 5\r\n\r\n", "folded-field"),
    .refuse(
      "a folded Transfer-Encoding", "9112 §5.2",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n", "folded-field"),
    .refuse(
      "an empty name", "9110 §5.1", "GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n",
      "malformed-field-name"),
    .refuse(
      "a line without colon", "9112 §5", "GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n",
      "missing-colon"),
    .refuse(
      "a second request line", "9112 §5", "GET / HTTP/1.1\r\nHost: a\r\nGET /x HTTP/1.1\r\n\r\n",
      "missing-colon"),
    .refuse(
      "parentheses in a name", "9110 §5.1", "GET / HTTP/1.1\r\nHost: a\r\nX(y): a\r\n\r\n",
      "malformed-field-name"),
    .refuse(
      "a name beyond ASCII", "9110 §5.1", "GET / HTTP/1.1\r\nHost: a\r\nX\u{E9}: a\r\n\r\n",
      "malformed-field-name"),
    .refuse(
      "a quoted name", "9110 §5.1", "GET / HTTP/1.1\r\nHost: a\r\n\"X\": a\r\n\r\n",
      "malformed-field-name"),
    .refuse(
      "a slash in a name", "9110 §5.1", "GET / HTTP/1.1\r\nHost: a\r\nX/Y: a\r\n\r\n",
      "malformed-field-name"),
  ]

  package static let hosts: [FramingCase] = [
    .accept("a host with a port", "9110 §7.2", "GET / HTTP/1.1\r\nHost: a.example:8080\r\n\r\n"),
    .accept("an empty port", "3986 §3.2.3", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n"),
    .accept("an IPv4 address", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: 127.0.0.1:4500\r\n\r\n"),
    .accept("an IPv6 address", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n"),
    .accept(
      "an IPv6 address with a port", "3986 §3.2.2",
      "GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n"),
    .accept("an escape in a host", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: a%2Eb\r\n\r\n"),
    .refuse("no Host", "9112 §3.2", "GET / HTTP/1.1\r\nX: a\r\n\r\n", "missing-host"),
    .refuse("no fields at all", "9112 §3.2", "GET / HTTP/1.1\r\n\r\n", "missing-host"),
    .refuse(
      "no Host with an absolute target", "9112 §3.2", "GET http://a/ HTTP/1.1\r\n\r\n",
      "missing-host"),
    .refuse(
      "two different Hosts", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "repeated-host"),
    .refuse(
      "the same Host twice", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
      "repeated-host"),
    .refuse(
      "two Hosts in HTTP/1.0", "9112 §3.2", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
      "repeated-host"),
    .refuse(
      "two Hosts with an absolute target", "9112 §3.2",
      "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "repeated-host"),
    .refuse("an empty Host", "9110 §4.2.1", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "malformed-host"),
    .refuse(
      "a Host of a port alone", "9110 §4.2.1", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n",
      "malformed-host"),
    .refuse(
      "a space in the Host", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "malformed-host"),
    .refuse(
      "a slash in the Host", "9112 §3.2", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "malformed-host"),
    .refuse(
      "user information in the Host", "9110 §4.2.4", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
      "malformed-host"),
    .refuse(
      "a port that is no number", "3986 §3.2.3", "GET / HTTP/1.1\r\nHost: a:8o\r\n\r\n",
      "malformed-host"),
    .refuse(
      "a port beyond 65535", "3986 §3.2.3", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n",
      "malformed-host"),
    .refuse(
      "a scheme in the Host", "9112 §3.2", "GET / HTTP/1.1\r\nHost: http://a\r\n\r\n",
      "malformed-host"),
    .refuse("two ports", "3986 §3.2", "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n", "malformed-host"),
    .refuse(
      "an open bracket", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "malformed-host"),
    .refuse(
      "text after the bracket", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n",
      "malformed-host"),
    .refuse(
      "a broken escape", "3986 §2.1", "GET / HTTP/1.1\r\nHost: a%2\r\n\r\n", "malformed-host"),
    .refuse(
      "a bad Host with an absolute target", "9112 §3.2",
      "GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n", "malformed-host"),
    .refuse(
      "bytes beyond ASCII in the Host", "3986 §3.2.2", "GET / HTTP/1.1\r\nHost: \u{E9}\r\n\r\n",
      "malformed-host"),
  ]
}
