/// The role of a server of the network.
enum MemberKind: Sendable {
  case aggregator
  case publisher
  case gateway

  /// The answer that the real server, or a proxy in front of it, gives with this status.
  func response(status: Int) -> Response {
    switch (status, self) {
    case (403, .aggregator): APIFailure.blobTooLarge.response
    case (404, .aggregator): APIFailure.blobNotFound.response
    case (429, .aggregator): .text(429, Self.overload(of: "aggregator"))
    case (429, .publisher): .text(429, Self.overload(of: "publisher"))
    case (451, _): APIFailure.forbiddenBlob.response
    case (500, _): APIFailure.internalError.response
    case (503, .aggregator): APIFailure.blobUnavailable.response
    case (504, .publisher): APIFailure.insufficientConfirmations.response
    default:
      .html(
        status,
        "<html><head><title>\(status) \(Response.reason(status))</title></head>"
          + "<body><center><h1>\(status) \(Response.reason(status))</h1></center></body></html>\n")
    }
  }

  private static func overload(of role: String) -> String {
    "the \(role) is receiving too many requests; please try again later"
  }
}
