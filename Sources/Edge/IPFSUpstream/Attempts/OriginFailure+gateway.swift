internal import ContentDelivery
internal import HTTPClient

extension OriginFailure.Code {
  /// What a failed exchange with a gateway means for the content.
  init(_ failure: UpstreamFailure) {
    self =
      switch failure {
      case .timedOut, .stalled: .timedOut
      case .truncated: .truncated
      case .reset: .reset
      case .malformed, .headTooLarge, .bodyTooLarge, .redirectsTooMany: .malformed
      case .overloaded: .overloaded
      case .refused, .unresolved, .tls, .invalidRequest, .cancelled, .other: .unavailable
      }
  }
}
