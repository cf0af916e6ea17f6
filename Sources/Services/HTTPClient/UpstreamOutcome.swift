/// How an exchange ended.
package enum UpstreamOutcome: Sendable, Hashable {
  /// The response arrived whole, whatever its status.
  case succeeded(UpstreamReport)
  /// It did not; the handler may have received a part.
  case failed(UpstreamFailure, UpstreamReport)

  /// What the exchange took, either way.
  package var report: UpstreamReport {
    switch self {
    case .succeeded(let report), .failed(_, let report): report
    }
  }

  /// The failure, nil on success.
  package var failure: UpstreamFailure? {
    if case .failed(let failure, _) = self { failure } else { nil }
  }
}
