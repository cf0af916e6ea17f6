/// What comes of checking content, for metrics.
package enum VerificationEvent: Int, CaseIterable, Sendable {
  /// A blob has the id that it was asked for by.
  case proven
  /// An object's bytes have the id of the blob that it is said to have.
  case checked
  /// Content is not what its name says, by its id or by a digest that was proven.
  case wrong
  /// An id could not be computed.
  case failed
  /// There was too much to check.
  case dropped
  /// A digest was remembered for the first time.
  case recorded
  /// Content that was fetched again has the digest that it had before.
  case agreed
  /// Content that was fetched again has another digest than before.
  case changed

  /// The event as the value of a label.
  package var label: String {
    switch self {
    case .proven: "proven"
    case .checked: "checked"
    case .wrong: "wrong"
    case .failed: "failed"
    case .dropped: "dropped"
    case .recorded: "digest_recorded"
    case .agreed: "digest_agreed"
    case .changed: "digest_changed"
    }
  }
}
