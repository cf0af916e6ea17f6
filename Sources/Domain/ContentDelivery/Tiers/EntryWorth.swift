/// What keeping an entry is worth: its frequency over its cost to the power of seven eighths,
/// rounded to half powers of two.
///
/// With a power of one, many small contents stay at the price of few large ones, and most requests
/// hit; with none, most bytes do. Measured, seven eighths hit nearly as many requests as one, and
/// as many bytes as policies that do not look at sizes.
struct EntryWorth {
  /// Queues that entries are put in by their worth.
  static let classCount = 96
  /// The class of a worth of one.
  private static let classOfOne = 72
  private static let costPower = 0.875

  /// The class, which grows with the worth.
  let classNumber: UInt8

  /// The worth of an entry.
  ///
  /// - Parameters:
  ///   - frequency: 1 for what was never hit.
  ///   - cost: in bytes.
  ///   - probation: the logarithm of the frequency that stands for never.
  init(frequency: Int, cost: Int, probation: Double) {
    let weight = frequency > 1 ? Self.logarithm(frequency) : probation
    let worth = weight - Self.costPower * Self.logarithm(max(cost, 1))
    let number = Self.classOfOne + Int((worth * 2).rounded())
    classNumber = UInt8(min(max(number, 0), Self.classCount - 1))
  }

  /// By how much the rank exceeds the age: 2 to the power of half the class.
  var value: UInt64 {
    let power: UInt64 = 1 << UInt64(classNumber / 2)
    // 362/256 is the square root of two, near enough.
    return classNumber & 1 == 0 ? power << 1 : power &* 362 >> 7
  }

  /// The logarithm to base 2, straight between powers of two: at most 0.09 off.
  private static func logarithm(_ number: Int) -> Double {
    let value = Double(number)
    return Double(value.exponent) + value.significand - 1
  }
}
