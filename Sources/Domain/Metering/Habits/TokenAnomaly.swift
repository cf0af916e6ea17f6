/// A token does what it never did before.
package struct TokenAnomaly: Hashable, Sendable {
  /// What is unusual.
  package enum Kind: String, CaseIterable, Sendable {
    /// Requests from many networks within a short time.
    case manyNetworks = "many-networks"
    /// Far more requests in a minute than usual.
    case unusualRate = "unusual-rate"
    /// Use after a long time without any.
    case afterLongSleep = "after-long-sleep"
  }

  /// What is unusual, how much there is of it, and what was usual: networks, requests a minute, or
  /// seconds.
  package let kind: Kind
  package let seen: Int64
  package let usual: Int64
}
