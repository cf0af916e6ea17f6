internal import Bytes

/// How often each content is asked for on one shard, in memory that does not grow.
///
/// Where a shard has little to do every request is counted. From `exactMax` hits in a quarter of a
/// second on one hit in sixteen is, for sixteen: a cached answer then costs one subtraction here.
/// Owned by one loop; nothing is allocated after the start.
@usableFromInline package final class ContentStatistics {
  /// Hits between two ticks up to which every one is counted.
  static let exactMax = 500
  /// One hit in so many is counted above that.
  static let sparse = 16

  private let secret: ContentKeySecret
  private var sketch = FrequencySketch()
  private var top = TopContents()
  // Touched by every hit, and never passed on by reference: no check of exclusive access.
  @exclusivity(unchecked) @usableFromInline var untilCounted = 1
  @exclusivity(unchecked) @usableFromInline var interval = 1
  private var countedHits = 0

  /// Counts nothing yet.
  package init(secret: ContentKeySecret) { self.secret = secret }

  /// Whether this request is one of those that are counted; every one must be asked about, once.
  @inlinable @inline(__always)
  package func counts(isHit: Bool) -> Bool {
    guard isHit else { return true }
    unsafe untilCounted &-= 1
    guard unsafe untilCounted <= 0 else { return false }
    unsafe untilCounted = interval
    return true
  }

  /// Counts a request for what a target names, for itself and for those that were passed over.
  @inline(never)
  package func record(_ access: ContentAccess, target: Span<UInt8>) {
    let path = target.extracting(..<(target.firstIndex(of: UInt8(ascii: "?")) ?? target.count))
    guard let parts = ContentPath(path), let key = try? parts.key(in: path, secret: secret) else {
      return
    }
    let weight = access.isHit ? unsafe interval : 1
    if access.isHit { countedHits += 1 }
    let hash = key.hash(seed: secret)
    sketch.add(hash, UInt32(weight))
    let end = max(parts.id.upperBound, parts.identifier.upperBound)
    let text = path.extracting(parts.id.lowerBound..<end)
    top.add(access, weight: UInt64(weight), key: key, hash, text: text)
  }

  /// Called four times a second: decides how many hits are counted until the next time.
  package func tick() {
    unsafe interval = countedHits * interval > Self.exactMax ? Self.sparse : 1
    countedHits = 0
    unsafe untilCounted = min(untilCounted, interval)
  }

  /// The tally of a content, nil when it has no place among the most asked for.
  func tally(of key: ContentKey) -> ContentTally? { top.tally(of: key, key.hash(seed: secret)) }

  /// How often a content was asked for, or more; 0 is exact.
  func estimate(of key: ContentKey) -> UInt64 {
    UInt64(sketch.estimate(key.hash(seed: secret)))
  }

  /// The tallies of what is asked for most, the most first.
  func most(_ count: Int) -> [ContentTally] {
    Array(top.all.sorted { $0.requests > $1.requests }.prefix(count))
  }
}
