/// What an origin says about content before its bytes: only what may be believed.
package struct OriginHead: Hashable, Sendable {
  /// Which bytes follow.
  package enum Coverage: Hashable, Sendable {
    /// All of them (status 200).
    case whole
    /// These (status 206).
    case part(ClosedRange<Int64>)
  }

  /// How much of the content follows.
  package var coverage: Coverage
  /// Bytes that follow, or would follow a GET; nil when the origin does not say.
  package var length: Int64?
  /// Bytes of the whole content; nil when unknown.
  package var total: Int64?
  package var attributes: OriginAttributes
  /// What the source itself has found out about the bytes that follow, all of them.
  package var proof: ContentProof
  /// The host that answered, for `X-Source`.
  package var source: String

  /// A head whose parts are all known; without a total, a whole length is the total.
  package init(
    coverage: Coverage = .whole, length: Int64?, total: Int64? = nil,
    attributes: OriginAttributes = OriginAttributes(), proof: ContentProof = .unverified,
    source: String
  ) {
    self.coverage = coverage
    self.length = length
    self.total = total ?? (coverage == .whole ? length : nil)
    self.attributes = attributes
    self.proof = proof
    self.source = source
  }
}
