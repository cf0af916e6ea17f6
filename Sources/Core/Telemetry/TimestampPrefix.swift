internal import CalendarDays

/// The part of an RFC 3339 timestamp that stays the same for a second:
/// `2026-11-21T10:00:00.`.
struct TimestampPrefix {
  /// Seconds since 1970-01-01T00:00:00Z.
  let second: Int64
  /// The text, always this long.
  let bytes: InlineArray<20, UInt8>

  init(second: Int64) {
    self.second = second
    let date = CalendarDay(at: second)
    let ofDay = Int(second - date.start)
    var text = InlineArray<20, UInt8>(repeating: UInt8(ascii: "-"))
    func two(_ value: Int, at index: Int) {
      text[index] = UInt8(ascii: "0") + UInt8(value / 10 % 10)
      text[index + 1] = UInt8(ascii: "0") + UInt8(value % 10)
    }
    two(date.year / 100, at: 0)
    two(date.year % 100, at: 2)
    two(date.month, at: 5)
    two(date.day, at: 8)
    text[10] = UInt8(ascii: "T")
    two(ofDay / 3600, at: 11)
    text[13] = UInt8(ascii: ":")
    two(ofDay / 60 % 60, at: 14)
    text[16] = UInt8(ascii: ":")
    two(ofDay % 60, at: 17)
    text[19] = UInt8(ascii: ".")
    bytes = text
  }
}
