internal import ContentDelivery
internal import HTTPClient

extension OriginFailure.Code {
  /// What a failed exchange means for the content.
  init(_ failure: UpstreamFailure) {
    self =
      switch failure {
      case .timedOut, .stalled: .timedOut
      case .truncated: .truncated
      case .reset: .reset
      case .malformed, .headTooLarge, .bodyTooLarge, .redirectsTooMany: .malformed
      case .refused, .unresolved, .tls, .overloaded, .invalidRequest, .cancelled, .other:
        .unavailable
      }
  }
}

extension UpstreamFailure {
  /// Whether nothing of the request can have reached the other side.
  var isBeforeRequest: Bool {
    switch self {
    case .refused, .unresolved, .overloaded, .invalidRequest, .tls, .timedOut(.lookup),
      .timedOut(.connect), .timedOut(.tls):
      true
    default:
      false
    }
  }
}
