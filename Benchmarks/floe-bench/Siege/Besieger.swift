/// How a client is a burden.
enum Besieger: CaseIterable {
  /// A head that never ends, a few bytes a second.
  case slowHead
  /// A body that never ends.
  case slowBody
  /// A large answer that is taken a few bytes at a time.
  case slowRead
  /// A connection that says nothing.
  case idle
  /// What is no HTTP, on one connection after the other.
  case malformed
  /// Requests for what is not there, with credentials that are none, as fast as they are answered.
  case abusive

  /// How many there are.
  var count: Int {
    switch self {
    case .slowHead: 1000
    case .slowBody: 300
    case .slowRead: 200
    case .idle: 1000
    case .malformed: 200
    case .abusive: 200
    }
  }

  /// Clients that come from one address.
  var perAddress: Int { 10 }

  /// Milliseconds between two things that a client of the kind does.
  var pauseMilliseconds: Int {
    switch self {
    case .slowHead, .slowBody, .slowRead: 1000
    case .idle: 5000
    case .malformed: 500
    case .abusive: 50
    }
  }

  /// What it says when it has connected.
  func greeting(_ round: Int, large: [UInt8]) -> [UInt8] {
    let text: String
    switch self {
    case .slowHead: text = "GET / HTTP/1.1\r\nHost: a\r\nX-A: "
    case .slowBody:
      text =
        "PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n"
        + "Content-Length: 100000\r\n\r\n"
    case .slowRead: return large
    case .idle: text = ""
    case .malformed: text = Self.noHTTP[round % Self.noHTTP.count]
    case .abusive: text = Self.abuse[round % Self.abuse.count]
    }
    return Array(text.utf8)
  }

  /// What it says after each pause.
  func refrain(_ round: Int) -> [UInt8] {
    switch self {
    case .slowHead, .slowBody: [UInt8(ascii: "a")]
    case .slowRead, .idle, .malformed: []
    case .abusive: Array(Self.abuse[round % Self.abuse.count].utf8)
    }
  }

  private static let noHTTP = [
    "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", String(repeating: "A", count: 9000),
    "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
  ]

  private static let abuse = [
    "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /cdn/wrong HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /users/profile HTTP/1.1\r\nHost: a\r\nX-API-Key: wcdn_wrong\r\n\r\n",
    "POST /users/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      + "Content-Length: 2\r\n\r\n{}",
  ]
}
