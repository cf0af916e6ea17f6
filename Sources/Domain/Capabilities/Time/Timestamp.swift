package import CalendarDays

/// A moment as JSON documents write it: RFC 3339, whole seconds, kept in UTC.
package struct Timestamp: Comparable, Hashable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64

  /// The moment of so many seconds since 1970.
  package init(seconds: Int64) { self.seconds = seconds }

  /// The first moment of a day of UTC, in the proleptic Gregorian calendar.
  package init(year: Int, month: Int, day: Int) {
    seconds = CalendarDay(year: year, month: month, day: day).start
  }

  /// The moment of a text such as `2030-12-31T23:59:59Z` or `2030-12-31T23:59:59.5+01:00`; nil for
  /// anything else (RFC 3339 §5.6), years before 1970 and dates that no calendar has.
  /// Fractions of a second are left out, and a leap second is the second after it.
  package init?(_ text: some StringProtocol) {
    var digits = TimestampDigits(text)
    guard let year = digits.number(4), digits.take("-"), let month = digits.number(2),
      digits.take("-"), let day = digits.number(2), digits.take("T") || digits.take("t"),
      let hour = digits.number(2), digits.take(":"), let minute = digits.number(2),
      digits.take(":"), let second = digits.number(2), digits.skipFraction(),
      let offset = digits.offset(), digits.isAtEnd
    else { return nil }
    guard year >= 1970, (1...12).contains(month), (1...Self.dayCount(year, month)).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let midnight = Timestamp(year: year, month: month, day: day)
    seconds = midnight.seconds + Int64(hour * 3600 + minute * 60 + second - offset)
  }

  /// The day in UTC.
  package var calendarDay: CalendarDay { CalendarDay(at: seconds) }

  /// The moment as `2030-12-31T23:59:59Z`.
  package var text: String {
    let date = calendarDay
    let second = Int(seconds - date.start)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let padded = String(repeating: "0", count: max(0, 4 - "\(date.year)".count)) + "\(date.year)"
    return
      "\(padded)-\(two(date.month))-\(two(date.day))T\(two(second / 3600)):\(two(second / 60 % 60))"
      + ":\(two(second % 60))Z"
  }

  package static func < (one: Timestamp, two: Timestamp) -> Bool { one.seconds < two.seconds }

  /// The days of a month.
  private static func dayCount(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
