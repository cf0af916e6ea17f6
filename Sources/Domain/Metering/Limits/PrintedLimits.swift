internal import Bytes

/// The field lines `RateLimit-Policy` and `RateLimit` of one meter as they were printed last.
///
/// From one request to the next a digit or two of a number change, so only those are printed again:
/// numbers of up to fifteen digits are otherwise the dearest part of an answer to a token.
struct PrintedLimits: ~Copyable {
  /// A number within the lines.
  private struct Number {
    var start: UInt16 = 0
    var count: UInt8 = 0
    var value: UInt64 = 0
  }

  private var bytes: [UInt8]
  private let policyCount: Int
  /// Two for each limit in force.
  private var numbers = InlineArray<16, Number>(repeating: Number())
  private var numberCount = 0
  /// Which limits were printed, a bit each in order of their printing.
  private var printed: UInt8 = 0
  /// Whether nothing but digits can differ from what is printed next.
  private var isPatchable = false

  /// Lines of which only the policies are there.
  ///
  /// - Parameter policyLine: the line `RateLimit-Policy`; empty where there is no limit.
  init(policyLine: [UInt8]) {
    policyCount = policyLine.count
    bytes = []
    bytes.reserveCapacity(policyCount + LimitLines.countMax)
    bytes.append(contentsOf: policyLine)
  }

  /// Whether there is nothing to print.
  var isEmpty: Bool { policyCount == 0 }

  /// Appends the lines, each with its CRLF.
  func write(to output: inout OutputSpan<UInt8>) { output.append(bytes: bytes.span) }

  /// Makes the lines say what is left now. Allocates nothing.
  mutating func update(_ meter: Meter, at now: Int64, in periods: UTCPeriods, seconds: Int64) {
    if isPatchable, patch(meter, at: now, in: periods, seconds: seconds) { return }
    print(meter, at: now, in: periods, seconds: seconds)
  }

  // MARK: Some digits

  /// Prints what has changed; false when that is more than digits, and then some may be printed.
  @inline(__always)
  private mutating func patch(
    _ meter: Meter, at now: Int64, in periods: UTCPeriods, seconds: Int64
  ) -> Bool {
    var index = 0
    var seen: UInt8 = 0
    for own in 0..<2 {
      let account = own == 1 ? meter.own : meter.user
      if own == 1, !account.isLimited { break }
      for position in LimitPolicy.inOrder.indices {
        let policy = LimitPolicy.inOrder[position]
        let limit = account.limit(policy)
        guard limit >= 0 else { continue }
        seen |= 1 &<< (own &* 4 &+ position)
        let left = account.left(of: policy, limit: limit, at: now, in: periods, seconds: seconds)
        guard index &+ 2 <= numberCount, !LimitLines.warns(of: policy, left.remaining, of: limit),
          set(index, to: LimitLines.printable(left.remaining)),
          set(index &+ 1, to: LimitLines.printable(left.seconds))
        else { return false }
        index &+= 2
      }
    }
    return seen == printed
  }

  @inline(__always)
  private mutating func set(_ index: Int, to value: UInt64) -> Bool {
    let number = numbers[index]
    guard number.value != value else { return true }
    let count = Int(number.count)
    guard DecimalDigits.count(of: value) == count else { return false }
    var digits = bytes.mutableSpan
    DecimalDigits.overwrite(
      number.value, with: value, endingAt: Int(number.start) &+ count, in: &digits)
    numbers[index].value = value
    return true
  }

  // MARK: Everything

  @inline(never)
  private mutating func print(
    _ meter: Meter, at now: Int64, in periods: UTCPeriods, seconds: Int64
  ) {
    bytes.removeLast(bytes.count - policyCount)
    var isWarned = false
    bytes.append(addingCapacity: LimitLines.countMax) { output in
      isWarned = LimitLines.write(meter, at: now, in: periods, seconds: seconds, to: &output)
    }
    printed = Self.inForce(meter)
    findNumbers()
    isPatchable = !isWarned && numberCount == 2 * printed.nonzeroBitCount
  }

  private static func inForce(_ meter: Meter) -> UInt8 {
    var result: UInt8 = 0
    for position in LimitPolicy.inOrder.indices {
      let policy = LimitPolicy.inOrder[position]
      if meter.user.limit(policy) >= 0 { result |= 1 << position }
      if meter.own.isLimited, meter.own.limit(policy) >= 0 { result |= 16 << position }
    }
    return result
  }

  /// Finds the numbers of the line `RateLimit`: digits after the equals sign of a parameter.
  private mutating func findNumbers() {
    numberCount = 0
    var index = policyCount
    while index < bytes.count, bytes[index] != ASCII.carriageReturn {
      guard bytes[index] == ASCII.equals, numberCount < numbers.count else {
        index += 1
        continue
      }
      let start = index + 1
      index = start
      var value: UInt64 = 0
      while index < bytes.count, ASCII.isDigit(bytes[index]) {
        value = value * 10 + UInt64(bytes[index] - ASCII.zero)
        index += 1
      }
      numbers[numberCount] = Number(
        start: UInt16(start), count: UInt8(index - start), value: value)
      numberCount += 1
    }
  }
}
