/// Counts those contents that are asked for most, in a fixed number of places: space-saving
/// (Metwally, Agrawal and El Abbadi, 2005), a few places at a time.
///
/// A content that has no place takes that of the one with the smallest count among the four that
/// its hash allows, and inherits the count: what is asked for often cannot be pushed out by what is
/// asked for once. Four places instead of all make a change cost four comparisons.
struct TopContents {
  private static let ways = 4
  private let sets: Int
  private var places: [ContentTally?]

  /// No contents yet; `sets` is a power of two.
  init(sets: Int = 256) {
    precondition(sets > 0 && sets & (sets - 1) == 0)
    self.sets = sets
    places = [ContentTally?](repeating: nil, count: sets * Self.ways)
  }

  /// The tally of a content, if it has a place.
  func tally(of key: ContentKey, _ hash: UInt64) -> ContentTally? {
    for place in range(hash) where places[place]?.key == key { return places[place] }
    return nil
  }

  /// Counts one access, or several like it.
  mutating func add(
    _ access: ContentAccess, weight: UInt64, key: ContentKey, _ hash: UInt64, text: Span<UInt8>
  ) {
    var least = range(hash).lowerBound
    var leastWeight = UInt64.max
    for place in range(hash) {
      guard let tally = places[place] else {
        if leastWeight > 0 { (least, leastWeight) = (place, 0) }
        continue
      }
      if tally.key == key {
        places[place]?.add(access, weight: weight)
        return
      }
      if tally.weight < leastWeight { (least, leastWeight) = (place, tally.weight) }
    }
    var tally = ContentTally(key: key, text: text, at: access.seconds, inherited: leastWeight)
    tally.add(access, weight: weight)
    places[least] = tally
  }

  /// Every tally.
  var all: [ContentTally] { places.compactMap(\.self) }

  private func range(_ hash: UInt64) -> Range<Int> {
    // Other bits of the hash than those that the sketch uses first.
    let first = Int((hash >> 20) & UInt64(sets - 1)) * Self.ways
    return first..<first + Self.ways
  }
}
