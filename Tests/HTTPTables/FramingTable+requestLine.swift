/// Raw requests with the verdict each must get, for the parser and for a running server.
package enum FramingTable {
  package static let all =
    requestLine + lineEnds + fields + hosts + contentLengths + transferEncodings + connections
    + limits

  package static let requestLine: [FramingCase] = [
    .accept("a plain GET", "9112 §3", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept(
      "a method of letters and digits", "9110 §9.1", "M-SEARCH2 / HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept(
      "a lower-case method is another method", "9110 §9.1", "get / HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept("HTTP/1.0 without Host", "9112 §3.2", "GET / HTTP/1.0\r\n\r\n"),
    .accept("a higher minor version", "9110 §2.5", "GET / HTTP/1.7\r\nHost: a\r\n\r\n"),
    .accept("an absolute target", "9112 §3.2.2", "GET http://b/x?y HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept(
      "an absolute target without path", "9112 §3.2.2", "GET http://b HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept(
      "an absolute target with a query and no path", "3986 §3",
      "GET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept(
      "an absolute https target", "9112 §3.2.2", "GET HTTPS://b:443/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept("an asterisk for OPTIONS", "9112 §3.2.4", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept("a query of marks", "3986 §3.4", "GET /a??b=/?&c HTTP/1.1\r\nHost: a\r\n\r\n"),
    .accept("one empty line before", "9112 §2.2", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    .refuse(
      "two empty lines before", "9112 §2.2", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "a space before the method", "9112 §3", " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "two spaces after the method", "9112 §3", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "two spaces before the version", "9112 §3", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "a space after the version", "9112 §3", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "a tab for a space", "9112 §3", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "malformed-request-line"
    ),
    .refuse(
      "a tab before the version", "9112 §3", "GET /\tHTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "a space in the target", "9112 §3.2", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse("no target", "9112 §3", "GET HTTP/1.1\r\nHost: a\r\n\r\n", "malformed-request-line"),
    .refuse(
      "no target but its spaces", "9112 §3", "GET  HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse("no version", "9112 §3", "GET /\r\nHost: a\r\n\r\n", "malformed-request-line"),
    .refuse(
      "no version but its space", "9112 §3", "GET / \r\nHost: a\r\n\r\n", "malformed-request-line"),
    .refuse("a method alone", "9112 §3", "GET\r\nHost: a\r\n\r\n", "malformed-request-line"),
    .refuse(
      "a method that is no token", "9110 §9.1", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-request-line"),
    .refuse(
      "an empty method", "9112 §3.1", " / HTTP/1.1\r\nHost: a\r\n\r\n", "malformed-request-line"),
    .refuse(
      "a method beyond all names", "9112 §3",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1\r\nHost: a\r\n\r\n", "method-not-implemented",
      status: 501),
    .refuse(
      "CONNECT with an authority", "9110 §9.3.6", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
      "method-not-implemented", status: 501),
    .refuse(
      "CONNECT with a path", "9112 §3.2.3", "CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n",
      "method-not-implemented", status: 501),
    .refuse(
      "an authority for GET", "9112 §3.2.3", "GET a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-target"),
    .refuse(
      "an asterisk for GET", "9112 §3.2.4", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", "malformed-target"),
    .refuse(
      "a target without its slash", "9112 §3.2.1", "GET a/b HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-target"),
    .refuse(
      "another scheme", "9112 §3.2.2", "GET ftp://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-target"),
    .refuse(
      "an absolute target without host", "9110 §4.2.1", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-target"),
    .refuse(
      "user information in the target", "9110 §4.2.4",
      "GET http://u:p@b/ HTTP/1.1\r\nHost: a\r\n\r\n", "malformed-target"),
    .refuse(
      "a fragment in the target", "9112 §3.2", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-target"),
    .refuse(
      "a raw byte beyond ASCII in the target", "3986 §2", "GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n",
      "malformed-target"),
    .refuse(
      "HTTP/2.0", "9110 §2.5", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "version-not-supported",
      status: 505),
    .refuse(
      "HTTP/0.9 spelled out", "9110 §2.5", "GET / HTTP/0.9\r\nHost: a\r\n\r\n",
      "version-not-supported", status: 505),
    .refuse(
      "the HTTP/2 preface", "9113 §3.4", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "version-not-supported", status: 505),
    .refuse(
      "a lower-case protocol name", "9112 §2.3", "GET / http/1.1\r\nHost: a\r\n\r\n",
      "malformed-version"),
    .refuse(
      "a version of two minor digits", "9112 §2.3", "GET / HTTP/1.10\r\nHost: a\r\n\r\n",
      "malformed-version"),
    .refuse(
      "a version without minor digit", "9112 §2.3", "GET / HTTP/1\r\nHost: a\r\n\r\n",
      "malformed-version"),
    .refuse(
      "a version with a comma", "9112 §2.3", "GET / HTTP/1,1\r\nHost: a\r\n\r\n",
      "malformed-version"),
    .refuse(
      "a version with a letter", "9112 §2.3", "GET / HTTP/1.x\r\nHost: a\r\n\r\n",
      "malformed-version"),
    .refuse(
      "another protocol", "9112 §2.3", "GET / ICYP/1.1\r\nHost: a\r\n\r\n", "malformed-version"),
  ]
}
