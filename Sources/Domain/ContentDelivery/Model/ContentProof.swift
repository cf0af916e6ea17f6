/// What is known about whether content is what its id names.
package enum ContentProof: UInt8, CaseIterable, Comparable, Sendable {
  /// Taken from an upstream's word.
  case unverified
  /// Its last byte is held back until it is known; of content on its way alone.
  case pending
  /// Its length or a digest agreed, but not the id itself.
  case checked
  /// Its id was computed here from its bytes.
  case proven

  /// The value of `X-Floe-Verified`.
  package var text: String {
    switch self {
    case .unverified: "unverified"
    case .pending: "pending"
    case .checked: "checked"
    case .proven: "proven"
    }
  }

  /// By how much is known.
  package static func < (left: ContentProof, right: ContentProof) -> Bool {
    left.rawValue < right.rawValue
  }
}
