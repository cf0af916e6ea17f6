import Glibc

/// An instant of the civil calendar in UTC, without leap seconds.
@usableFromInline package struct WallTime: Sendable, Hashable, Comparable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  @usableFromInline package let nanosecondsSinceEpoch: Int64

  /// Makes an instant from nanoseconds since 1970-01-01T00:00:00Z.
  @inlinable
  package init(nanosecondsSinceEpoch: Int64) {
    self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
  }

  /// Whole seconds, and milliseconds within the second.
  var secondAndMillisecond: (second: Int64, millisecond: Int64) {
    let second = self.seconds
    return (second, (nanosecondsSinceEpoch - second * 1_000_000_000) / 1_000_000)
  }

  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  var seconds: Int64 {
    let second: Int64 = 1_000_000_000
    let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: second)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Milliseconds within the second.
  var milliseconds: Int64 { secondAndMillisecond.millisecond }

  @inlinable package static func < (left: WallTime, right: WallTime) -> Bool {
    left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
  }

  /// The system's clock. Whatever decides by time takes a `WallTime` instead of asking.
  package static func now() -> WallTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(
      nanosecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
