internal import WalrusIdentity

/// Which patches the names in quilts stand for, for the quilts listed lately. Bounded by the number
/// of names; the oldest quilts go first.
struct QuiltNames {
  /// What is known of a name.
  enum Finding: Hashable, Sendable {
    case patch(QuiltPatchID)
    /// The quilt has no such patch.
    case absent
    /// The quilt has not been listed, or long ago.
    case unlisted
  }

  /// Patches by the key of quilt and identifier.
  typealias Listing = [ContentKey: QuiltPatchID]

  private let countMax: Int
  private var quilts: [ContentKey: (listing: Listing, until: Int64)] = [:]
  /// Keys of quilts, the oldest first.
  private var order: [ContentKey] = []
  /// Names of all quilts together.
  private(set) var count = 0

  /// No names; at most so many.
  init(countMax: Int) { self.countMax = countMax }

  /// What is known of the name with this key in a quilt.
  func find(_ name: ContentKey, in quilt: ContentKey, at seconds: Int64) -> Finding {
    guard let known = quilts[quilt], seconds < known.until else { return .unlisted }
    return known.listing[name].map(Finding.patch) ?? .absent
  }

  /// Whether a quilt has been listed, not long ago.
  func isListed(_ quilt: ContentKey, at seconds: Int64) -> Bool {
    quilts[quilt].map { seconds < $0.until } ?? false
  }

  /// Remembers the names of a quilt. An empty quilt takes a place as well.
  mutating func insert(_ listing: Listing, of quilt: ContentKey, until: Int64) {
    forget(quilt)
    quilts[quilt] = (listing, until)
    order.append(quilt)
    count += max(listing.count, 1)
    while count > countMax, let oldest = order.first { forget(oldest) }
  }

  /// Forgets the names of a quilt.
  mutating func forget(_ quilt: ContentKey) {
    guard let known = quilts.removeValue(forKey: quilt) else { return }
    count -= max(known.listing.count, 1)
    if let place = order.firstIndex(of: quilt) { order.remove(at: place) }
  }
}
