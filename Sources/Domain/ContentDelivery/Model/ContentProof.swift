/// What is known about whether content is what its id names.
package enum ContentProof: UInt8, CaseIterable, Sendable {
  /// Taken from an upstream's word.
  case unverified
  /// Its length or a digest agreed, but not the id itself.
  case checked
  /// Its id was computed here from its bytes.
  case proven
}
