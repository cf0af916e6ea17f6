internal import WalrusIdentity

/// The SHA-256 digests of contents seen lately. They outlive the bytes: what is fetched again has
/// to be what it was.
struct DigestMemory {
  /// How a digest compares with what is remembered.
  enum Finding: Hashable {
    /// Nothing is.
    case unknown
    case same(isProven: Bool)
    case differs(isProven: Bool)
  }

  private struct Entry {
    var digest: Bytes32
    /// Whether content with this digest is proven to have the name.
    var isProven: Bool
  }

  private var entries: RecentEntries<ContentKey, Entry>

  /// An empty memory of at most `countMax` digests.
  init(countMax: Int) { entries = RecentEntries(countMax: countMax) }

  /// How the digest of content compares with what is remembered of its key.
  func compare(_ digest: Bytes32, of key: ContentKey) -> Finding {
    guard let entry = entries[key] else { return .unknown }
    return entry.digest == digest
      ? .same(isProven: entry.isProven) : .differs(isProven: entry.isProven)
  }

  /// The digest that content with this key is proven to have.
  func provenDigest(of key: ContentKey) -> Bytes32? {
    guard let entry = entries[key], entry.isProven else { return nil }
    return entry.digest
  }

  /// Remembers a digest. What is proven stays; nothing but a proof takes its place.
  mutating func record(_ digest: Bytes32, of key: ContentKey, isProven: Bool) {
    if !isProven, entries[key]?.isProven == true { return }
    entries[key] = Entry(digest: digest, isProven: isProven)
  }

  /// Takes the digest of a key for proven, if one is remembered.
  mutating func markProven(_ key: ContentKey) {
    guard let entry = entries[key] else { return }
    entries[key] = Entry(digest: entry.digest, isProven: true)
  }

  /// Forgets the digest of content that turned out to be wrong.
  mutating func forget(_ key: ContentKey) { entries[key] = nil }
}
