package import HTTPClient

/// How one attempt on one endpoint went, for scores, breakers and metrics.
package struct AttemptRecord: Sendable {
  /// The endpoint's index in its list.
  package let endpoint: Int
  /// The status of the answer; nil when no head came.
  package let status: Int?
  /// How the exchange ended, and what it took.
  package let outcome: UpstreamOutcome
}
