extension Span where Element == UInt8 {
  /// The number written as `1*DIGIT`, or `nil` when it is anything else or exceeds 64 bits.
  @inlinable package func decimal() -> UInt64? {
    guard count > 0, count <= 20 else { return nil }
    var value: UInt64 = 0
    for index in indices {
      let digit = self[index] &- ASCII.zero
      guard digit < 10 else { return nil }
      let (scaled, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = scaled.addingReportingOverflow(UInt64(digit))
      if overflowed || carried { return nil }
      value = sum
    }
    return value
  }

  /// The number written as exactly `count` decimal digits, or `nil`.
  @inlinable package func digits(at offset: Int, count: Int) -> Int? {
    guard offset >= 0, count < 10, offset + count <= self.count else { return nil }
    var value = 0
    for index in offset..<(offset + count) {
      let digit = self[index] &- ASCII.zero
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }
}
