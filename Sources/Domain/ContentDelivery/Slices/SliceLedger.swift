internal import Bytes
internal import WalrusIdentity

/// What is known of the bytes of a content's slices: the SHA-256 digest of each, who sent it, and
/// whether all together are what the content's name says.
///
/// It outlives the slices, and goes with the content. Lives on the loop of the content's home.
final class SliceLedger {
  /// How a digest compares with what is remembered.
  enum Finding: Hashable {
    case unknown
    case same
    case differs
  }

  private struct Entry {
    let digest: Bytes32
    /// The number of the source; nil when there are too many.
    let source: Int?
  }

  /// Slices of the content.
  let count: Int
  private var entries: [Int: Entry] = [:]
  /// Who has sent slices.
  private(set) var sources: [String] = []
  /// What the digests take of the budget.
  private var shares: [BudgetShare] = []
  /// What is known of the slices as a whole.
  private(set) var proof: ContentProof
  /// Whether it was decided that the content is checked, once all is there; nil before.
  var isDrawn: Bool?
  /// Whether a check waits or is under way.
  var isAwaitingCheck = false
  /// A slice that was not there when it was last looked whether all are.
  var absentee = 0

  /// Sources that are told apart.
  private static let sourcesMax = 16
  /// Digests that are charged together.
  static let digestsPerShare = 64
  /// What a digest takes with its place in a half-empty table, in bytes.
  static let bytesPerDigest = 128

  /// A ledger of so many slices, of which nothing is known.
  init(count: Int, proof: ContentProof = .unverified) {
    self.count = count
    self.proof = proof
  }

  /// Slices whose digest is known.
  var digestCount: Int { entries.count }

  /// Whether the digest of every slice is known.
  var isComplete: Bool { entries.count == count }

  /// The digest of a slice, if it is known.
  func digest(of slice: Int) -> Bytes32? { entries[slice]?.digest }

  /// How the digest of a slice compares with what is remembered.
  func compare(_ digest: Bytes32, of slice: Int) -> Finding {
    guard let entry = entries[slice] else { return .unknown }
    return entry.digest == digest ? .same : .differs
  }

  /// Remembers the digest of a slice of which nothing is known; says false when the budget has no
  /// room for it.
  func record(
    _ digest: Bytes32, of slice: Int, from source: String, in budget: ByteBudget
  ) -> Bool {
    precondition(slice >= 0 && slice < count && entries[slice] == nil)
    if entries.count >= shares.count * Self.digestsPerShare {
      guard
        let share = BudgetShare(of: budget, count: Self.digestsPerShare * Self.bytesPerDigest)
      else { return false }
      shares.append(share)
    }
    entries[slice] = Entry(digest: digest, source: number(of: source))
    return true
  }

  private func number(of source: String) -> Int? {
    if let number = sources.firstIndex(of: source) { return number }
    guard sources.count < Self.sourcesMax else { return nil }
    sources.append(source)
    return sources.count - 1
  }

  /// All slices together are what the content's name says; their digests are right.
  func proved(as proof: ContentProof) { if proof > self.proof { self.proof = proof } }

  /// The sources of slices that differ from those of another ledger.
  func sources(differingFrom other: SliceLedger) -> [String] {
    var differing: Set<Int> = []
    for (slice, entry) in entries {
      guard let source = entry.source, let digest = other.digest(of: slice) else { continue }
      if digest != entry.digest { differing.insert(source) }
    }
    return differing.sorted().map { sources[$0] }
  }
}
