/// The grants that one shard has seen verified, by the keys of their credentials: rows of eight
/// places in memory of fixed size. Where a row is full, what has to be looked up soonest goes.
///
/// `@safe`: the memory is made and freed with the instance, and rows lie inside it; a reference is
/// held for each place that is taken.
@safe
final class GrantTable {
  private static let rowCount = 8

  @safe
  private struct Place {
    var key: CredentialKey
    var grant: Unmanaged<VerifiedGrant>?
  }

  private let places: UnsafeMutablePointer<Place>
  private let placeCount: Int
  private let rowsMask: Int
  private(set) var count = 0

  /// An empty table.
  ///
  /// - Parameter grantsMax: places, rounded up to a power of two.
  init(grantsMax: Int) {
    var rows = 1
    while rows * Self.rowCount < grantsMax { rows *= 2 }
    rowsMask = rows - 1
    placeCount = rows * Self.rowCount
    unsafe places = .allocate(capacity: placeCount)
    let empty = CredentialKey(word0: 0, word1: 0)
    unsafe places.initialize(
      repeating: Place(key: empty, grant: nil), count: placeCount)
  }

  deinit {
    removeAll()
    unsafe places.deallocate()
  }

  /// Passes the grant of a key to a body, without counting a reference; nil when there is none.
  @inline(__always)
  func withGrant<R>(_ key: CredentialKey, _ body: (VerifiedGrant) -> R) -> R? {
    let row = row(of: key)
    for index in row..<(row + Self.rowCount) where unsafe places[index].key == key {
      guard let grant = unsafe places[index].grant else { continue }
      return unsafe grant._withUnsafeGuaranteedRef(body)
    }
    return nil
  }

  /// Keeps a grant.
  func insert(_ grant: VerifiedGrant, for key: CredentialKey) {
    let row = row(of: key)
    var best = row
    var bestUntil = Int64.max
    for index in row..<(row + Self.rowCount) {
      let until = unsafe places[index].grant?._withUnsafeGuaranteedRef { $0.goodUntil } ?? .min
      if unsafe places[index].key == key, until != .min {
        best = index
        break
      }
      if until < bestUntil { (best, bestUntil) = (index, until) }
    }
    remove(at: best)
    unsafe places[best] = Place(key: key, grant: .passRetained(grant))
    count += 1
  }

  /// Forgets everything.
  func removeAll() {
    for index in 0..<placeCount { remove(at: index) }
  }

  private func remove(at index: Int) {
    guard let grant = unsafe places[index].grant else { return }
    unsafe places[index].grant = nil
    unsafe grant.release()
    count -= 1
  }

  @inline(__always)
  private func row(of key: CredentialKey) -> Int {
    (Int(truncatingIfNeeded: key.word0) & rowsMask) * Self.rowCount
  }
}
