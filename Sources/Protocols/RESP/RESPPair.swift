/// An entry of a map.
package struct RESPPair: Sendable, Hashable {
  /// What the entry is found by, and what is found.
  package var key: RESPValue
  package var value: RESPValue

  /// An entry.
  package init(_ key: RESPValue, _ value: RESPValue) {
    self.key = key
    self.value = value
  }
}
