/// What a quota has granted.
package struct QuotaGrant: Sendable, Hashable {
  /// How much was granted: from 0 up to what was wanted.
  package var granted: Int64
  /// How much is used now, this grant included. It may be more than the limit when the limit was
  /// higher before.
  package var used: Int64
  /// Whether one edge alone has decided because the shared store was away.
  package var isLocal = false

  /// A grant.
  package init(granted: Int64, used: Int64) {
    self.granted = granted
    self.used = used
  }
}
