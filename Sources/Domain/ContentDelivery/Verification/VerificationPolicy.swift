internal import WalrusIdentity

/// Which content is checked against its id, when, and for how much of a processor.
///
/// Decides only; `Verifier` does.
package struct VerificationPolicy: Sendable {
  /// What is checked at all.
  package var mode = VerificationMode.off
  /// The part of the contents that is checked when only some are, from 0 to 1.
  package var sample = 0.25
  /// The part of one processor that a shard's checks in the background may take.
  package var processorShare = 0.25
  /// The longest content that is checked in the background, in bytes.
  package var lengthMax = 64 << 20
  /// Checks of one shard that wait.
  package var queueMax = 256
  /// Checks of one shard at a time that somebody waits for; in the background it is one.
  package var urgentMax = 4
  /// Digests of one shard that are remembered.
  package var digestsMax = 16_384
  /// Seconds for which proven content is fresh.
  package var provenSeconds: Int64 = 365 * 86_400

  /// Whether content is refused that cannot be checked, where all is to be.
  package var refusesUnprovable = false

  /// Nothing is checked but lengths and digests.
  package init() {}

  /// Whether the last byte of content on its way is held back, and for what.
  enum Hold: Hashable {
    case no
    /// Its id is computed first.
    case untilChecked
    /// It must have this digest, which content with this name is proven to have.
    case untilDigest(Bytes32)
  }

  /// What to do with content that has come whole.
  enum Step: Hashable {
    /// Keep it, at once and as no more than this.
    case keep(ContentProof)
    /// Keep it as no more than this, and check it when there is time.
    case keepAndCheck(ContentProof)
    /// Keep it only once it has been checked; whoever asked has it already.
    case checkFirst
    /// Check it before the last byte is sent, and keep it then.
    case hold
    /// It is not what its name says.
    case refuse
  }

  /// Whether the last byte is held back of content with this target.
  ///
  /// - Parameter provenDigest: of the bytes that are proven to have the name.
  func hold(_ target: VerificationTarget?, provenDigest: Bytes32?) -> Hold {
    if let provenDigest { return .untilDigest(provenDigest) }
    return mode == .always && target != nil ? .untilChecked : .no
  }

  /// What to do with content that has come whole.
  ///
  /// - Parameters:
  ///   - finding: how its digest compares with what is remembered.
  ///   - mayChange: whether other bytes under the same name are in order.
  ///   - draw: from 0 to 1, by chance.
  func step(
    _ target: VerificationTarget?, length: Int, hold: Hold, finding: DigestMemory.Finding,
    mayChange: Bool, draw: Double
  ) -> Step {
    switch finding {
    case .same(isProven: true): return .keep(.proven)
    case .differs(isProven: true) where !mayChange: return .refuse
    default: break
    }
    if hold == .untilChecked { return .hold }
    let isKnown = if case .same = finding { true } else { false }
    let proof: ContentProof = isKnown ? .checked : .unverified
    guard target != nil, mode != .off, length <= lengthMax else { return .keep(proof) }
    if case .differs = finding, !mayChange { return .checkFirst }
    return draw < sample ? .keepAndCheck(proof) : .keep(proof)
  }

  // MARK: In slices

  /// What a reader of content in slices gets.
  enum SliceCourse: Hashable {
    /// What there is.
    case serve
    /// Everything but the last byte, until the id is known.
    case hold
    /// Nothing.
    case refuse
  }

  /// What a reader of content in slices gets.
  ///
  /// - Parameters:
  ///   - wantsAll: whether the reader wants all bytes: of a part there is no id.
  ///   - isProving: whether it is to be proven whatever the mode is.
  ///   - lengthMax: the longest content that can be held until its id is known.
  func course(
    of content: SlicedContent, wantsAll: Bool, isProving: Bool, lengthMax: Int
  ) -> SliceCourse {
    let proof = content.metadata.proof
    guard mode == .always || isProving, proof < content.target?.proof ?? .checked else {
      return .serve
    }
    if wantsAll, content.target != nil, content.metadata.length <= lengthMax { return .hold }
    return isProving || refusesUnprovable ? .refuse : .serve
  }

  /// Whether content is to be checked whose slices are all there.
  ///
  /// - Parameter draw: from 0 to 1, by chance.
  func checksSlices(length: Int, draw: Double) -> Bool {
    switch mode {
    case .off: false
    case .sampled: length <= lengthMax && draw < sample
    case .always: true
    }
  }
}
