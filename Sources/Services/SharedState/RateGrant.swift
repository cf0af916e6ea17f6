/// What a rate has granted.
package struct RateGrant: Sendable, Hashable {
  /// Cells granted: 0, or from what was needed up to what was wanted.
  package var granted: Int
  /// Cells that would conform at once after this.
  package var remaining: Int
  /// How long until what was needed would be granted; zero when it was.
  package var retryAfter: Duration
  /// How long until a whole burst would conform again, if nothing more is taken.
  package var resetAfter: Duration
  /// Whether one edge alone has decided because the shared store was away.
  package var isLocal = false

  /// A grant.
  package init(granted: Int, remaining: Int, retryAfter: Duration, resetAfter: Duration) {
    self.granted = granted
    self.remaining = remaining
    self.retryAfter = retryAfter
    self.resetAfter = resetAfter
  }
}
