/// Why a sink did not take an alert. Says nothing of its address, which may be a secret.
package struct AlertFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, in a few words.
  package let description: String
  /// Whether another attempt makes sense.
  package let isTemporary: Bool
  /// Whether the other side has answered at all.
  package let hasAnswered: Bool
  /// How long the receiver wants to be left alone.
  package let retryAfter: Duration?

  /// A failure.
  package init(
    _ description: String, isTemporary: Bool, hasAnswered: Bool = false,
    retryAfter: Duration? = nil
  ) {
    self.description = description
    self.isTemporary = isTemporary
    self.hasAnswered = hasAnswered
    self.retryAfter = retryAfter
  }
}
