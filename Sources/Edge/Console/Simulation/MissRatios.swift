/// Which share of the requests, and of their bytes, a cache did not have.
struct MissRatios {
  private var requests = 0
  private var misses = 0
  private var bytes = 0.0
  private var missedBytes = 0.0

  /// Counts a request.
  mutating func note(isHit: Bool, size: Int) {
    requests += 1
    bytes += Double(size)
    guard !isHit else { return }
    misses += 1
    missedBytes += Double(size)
  }

  /// The share of requests that missed.
  var objects: Double { requests == 0 ? 0 : Double(misses) / Double(requests) }

  /// The share of bytes that missed.
  var ofBytes: Double { bytes == 0 ? 0 : missedBytes / bytes }
}
