/// Numbers as decimal digits.
@usableFromInline package enum DecimalDigits {
  /// The powers of ten that fit.
  @usableFromInline static let powers: InlineArray<20, UInt64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// How many digits `value` takes, 1 to 20.
  @inlinable package static func count(of value: UInt64) -> Int {
    // 1233/4096 is a little more than the logarithm of 2 to base 10: right, or one too little.
    let odd = value | 1
    let guess = ((64 &- odd.leadingZeroBitCount) &* 1233) &>> 12
    return guess &+ (odd >= powers[guess] ? 1 : 0)
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

  /// Prints `value` over the digits of `old`, which has as many of them and ends before `end`:
  /// only from the first digit on in which they differ.
  @inlinable
  package static func overwrite(
    _ old: UInt64, with value: UInt64, endingAt end: Int, in digits: inout MutableSpan<UInt8>
  ) {
    var (before, rest) = (old, value)
    var position = end
    while before != rest {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      position &-= 1
      digits[position] = ASCII.zero &+ UInt8(truncatingIfNeeded: digit)
      rest = quotient
      before /= 10
    }
  }
}
