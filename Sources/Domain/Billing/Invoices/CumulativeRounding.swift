/// Rounds parts of a sum so that the rounded parts add up to the rounded sum.
///
/// Each part is the difference of two rounded running sums, so the parts never drift from the whole
/// by more than half a unit. Halves go to the even number (IEEE 754 roundTiesToEven).
struct CumulativeRounding {
  private let denominator: Int128
  private var numerator: Int128 = 0
  private var given: Int64 = 0

  /// A sum of fractions with one denominator.
  init(denominator: Int64) {
    precondition(denominator > 0)
    self.denominator = Int128(denominator)
  }

  /// The next part: `amount / denominator` units, neither negative, as whole units.
  mutating func add(_ amount: Int128) -> Int64 {
    numerator += amount
    let rounded = Self.rounded(numerator, denominator)
    defer { given = rounded }
    return rounded - given
  }

  /// A fraction that is not negative, to the nearest whole number, halves to the even one.
  static func rounded(_ numerator: Int128, _ denominator: Int128) -> Int64 {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let isUp = rest * 2 > denominator || (rest * 2 == denominator && quotient % 2 == 1)
    return Int64(quotient + (isUp ? 1 : 0))
  }
}
