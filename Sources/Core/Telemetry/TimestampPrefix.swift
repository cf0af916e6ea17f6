/// The part of an RFC 3339 timestamp that stays the same for a second:
/// `2026-11-21T10:00:00.`.
struct TimestampPrefix {
  /// Seconds since 1970-01-01T00:00:00Z.
  let second: Int64
  /// The text, always this long.
  let bytes: InlineArray<20, UInt8>

  init(second: Int64) {
    self.second = second
    let dayLength: Int64 = 86_400
    let days = (second >= 0 ? second : second - dayLength + 1) / dayLength
    let ofDay = second - days * dayLength
    let (year, month, day) = Self.civil(days)
    var text = InlineArray<20, UInt8>(repeating: UInt8(ascii: "-"))
    func two(_ value: Int64, at index: Int) {
      text[index] = UInt8(ascii: "0") + UInt8(value / 10 % 10)
      text[index + 1] = UInt8(ascii: "0") + UInt8(value % 10)
    }
    two(year / 100, at: 0)
    two(year % 100, at: 2)
    two(month, at: 5)
    two(day, at: 8)
    text[10] = UInt8(ascii: "T")
    two(ofDay / 3600, at: 11)
    text[13] = UInt8(ascii: ":")
    two(ofDay / 60 % 60, at: 14)
    text[16] = UInt8(ascii: ":")
    two(ofDay % 60, at: 17)
    text[19] = UInt8(ascii: ".")
    bytes = text
  }

  /// The date of a day counted from 1970-01-01 in the Gregorian calendar. Years start in
  /// March here, so that the leap day comes last and every length follows one formula.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leaps) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * march + 2) / 5 + 1
    let month = march < 10 ? march + 3 : march - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
