/// Reads the parts of a timestamp, one after the other.
struct TimestampDigits {
  private var rest: ArraySlice<UInt8>

  init(_ text: some StringProtocol) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// A number of exactly so many digits.
  mutating func number(_ count: Int) -> Int? {
    guard rest.count >= count, rest.prefix(count).allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// Takes one character, if it is the next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Passes over a fraction of a second; false when there are no digits behind the point, or more
  /// than nine.
  mutating func skipFraction() -> Bool {
    guard take(".") else { return true }
    let count = rest.prefix { (48...57).contains($0) }.count
    rest = rest.dropFirst(count)
    return (1...9).contains(count)
  }

  /// The seconds by which the local time is ahead of UTC.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let sign = take("+") ? 1 : take("-") ? -1 : 0
    guard sign != 0, let hours = number(2), take(":"), let minutes = number(2), hours < 24,
      minutes < 60
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
