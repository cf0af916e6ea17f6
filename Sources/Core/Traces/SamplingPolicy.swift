/// Whose requests are recorded.
package struct SamplingPolicy: Sendable, Hashable {
  /// The part of requests that is recorded when no trusted caller has decided, from 0 to 1.
  package var ratio: Double
  /// Whether a caller's decision is followed. Else a client could have every request recorded, so
  /// its trace is continued for the sake of the logs, and the decision is ours.
  package var trustsParent: Bool
  /// Whether spans go anywhere; else none is recorded, whoever wishes so.
  package var isRecording: Bool

  /// A policy of these parts.
  package init(ratio: Double, trustsParent: Bool, isRecording: Bool) {
    self.ratio = ratio
    self.trustsParent = trustsParent
    self.isRecording = isRecording
  }

  /// Nothing is recorded.
  package static let off = SamplingPolicy(ratio: 0, trustsParent: false, isRecording: false)
}
