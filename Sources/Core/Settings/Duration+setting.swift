/// Durations are a whole number and a unit: `500ms`, `10s`, `5m`, `2h`, `1d`. A bare
/// number is refused, because nobody remembers whether it means seconds or milliseconds.
extension Duration: SettingValue {
  package static var settingType: String { "duration" }
  package static var settingForm: String { "a duration such as 500ms, 10s, 5m, 2h or 1d" }

  /// Units from the longest to the shortest, in nanoseconds.
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  package init?(settingText text: String) {
    if text == "0" {
      self = .zero
      return
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let name = text.dropFirst(digits.count)
    guard let count = Int64(digits), let unit = Self.units.first(where: { $0.name == name })
    else { return nil }
    let (nanoseconds, overflows) = count.multipliedReportingOverflow(by: unit.nanoseconds)
    if overflows { return nil }
    self = .nanoseconds(nanoseconds)
  }

  package var settingText: String {
    let (seconds, attoseconds) = components
    let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflows { return "\(seconds)s" }
    let nanoseconds = whole + attoseconds / 1_000_000_000
    if nanoseconds == 0 { return "0s" }
    for unit in Self.units where nanoseconds % unit.nanoseconds == 0 {
      return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }
    return "\(nanoseconds)ns"
  }
}
