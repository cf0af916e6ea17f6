import Glibc
import Synchronization

/// The time of the emulated network: the system's, plus what a test has added.
final class NetworkClock: Sendable {
  private let offsetMilliseconds = Mutex<Int64>(0)

  /// Milliseconds since 1970.
  var milliseconds: Int64 {
    var moment = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &moment)
    let real = Int64(moment.tv_sec) * 1_000 + Int64(moment.tv_nsec) / 1_000_000
    return real + offsetMilliseconds.withLock { $0 }
  }

  /// Seconds since 1970.
  var seconds: Int64 { milliseconds / 1_000 }

  /// Lets time pass at once.
  func advance(milliseconds: Int64) {
    offsetMilliseconds.withLock { $0 += milliseconds }
  }
}
