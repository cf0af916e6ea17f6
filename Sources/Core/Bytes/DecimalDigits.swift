/// Numbers as decimal digits.
@usableFromInline package enum DecimalDigits {
  /// How many digits `value` takes, 1 to 20.
  @inlinable package static func count(of value: UInt64) -> Int {
    var count = 1
    var bound: UInt64 = 10
    while value >= bound {
      count &+= 1
      // The least number of 20 digits is the last power of ten that fits.
      if count == 20 { break }
      bound &*= 10
    }
    return count
  }

  /// Writes `value` into the `count` bytes at `start`, which are as many as it has digits.
  @inlinable @unsafe
  package static func write(_ value: UInt64, count: Int, to start: UnsafeMutablePointer<UInt8>) {
    var rest = value
    var position = count
    while rest >= 10 {
      let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
      let tens = (pair &* 103) &>> 10
      position &-= 2
      unsafe start[position] = ASCII.zero &+ UInt8(truncatingIfNeeded: tens)
      unsafe start[position &+ 1] = ASCII.zero &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
      rest = quotient
    }
    if position > 0 { unsafe start[0] = ASCII.zero &+ UInt8(truncatingIfNeeded: rest) }
  }
}
