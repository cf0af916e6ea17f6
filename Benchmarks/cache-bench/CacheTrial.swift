import ContentDelivery
import Glibc

/// A memory tier with so many small objects.
struct CacheTrial {
  let objectCount: Int
  private let replay: TierReplay

  /// The charge of an object.
  private static let cost = 4096
  private static let lookupCount = 2_000_000
  private static let rounds = 5

  /// An empty tier with room for so many objects.
  init(objectCount: Int) {
    self.objectCount = objectCount
    replay = TierReplay(byteCount: objectCount * Self.cost)
  }

  /// Nanoseconds of an insertion: what most take, and what the slowest took.
  func fill() -> (median: Int, slowest: Int) {
    var times: [Int] = []
    times.reserveCapacity(objectCount)
    for number in 0..<objectCount {
      times.append(Self.nanoseconds { _ = replay.request(UInt64(number), cost: Self.cost) })
    }
    times.sort()
    return (times[times.count / 2], times.last ?? 0)
  }

  /// Nanoseconds of a look-up with the noting of its hit; the best of some rounds, because other
  /// work on the machine only ever adds.
  func lookup(_ pattern: AccessPattern) -> Double {
    let draws = pattern.draws(Self.lookupCount, of: objectCount)
    var best = Int.max
    for _ in 0..<Self.rounds {
      var hits = 0
      best = min(best, Self.nanoseconds { hits = replay.hits(of: draws) })
      precondition(hits == draws.count, "not everything is there that was stored")
    }
    return Double(best) / Double(draws.count)
  }

  /// Nanoseconds of storing one object in the place of another.
  func replace() -> Double {
    let count = min(objectCount, 100_000)
    let time = Self.nanoseconds {
      for number in 0..<count {
        _ = replay.request(UInt64(objectCount + number), cost: Self.cost)
      }
    }
    return Double(time) / Double(count)
  }

  /// Processor time, because other work on the machine is no fault of the table.
  private static func nanoseconds(_ body: () -> Void) -> Int {
    let start = now
    body()
    return now - start
  }

  private static var now: Int {
    var time = timespec()
    unsafe _ = clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
