import Bytes

/// The Age of a stored response (RFC 9111 §5.1).
@usableFromInline package enum Age {
  /// Whole seconds since `stored`; 0 when the clock went back.
  package static func seconds(since stored: HTTPDate, now: HTTPDate) -> UInt64 {
    now > stored ? UInt64(now.seconds - stored.seconds) : 0
  }

  /// Appends the number. Traps when it does not fit. A value past 2^31 is printed as 2^31
  /// (RFC 9111 §1.2.2).
  package static func print(_ seconds: UInt64, into output: inout OutputSpan<UInt8>) {
    output.append(decimal: min(seconds, 2_147_483_648))
  }
}
