internal import CalendarDays

/// A moment as HTTP writes it: whole seconds since 1970 in UTC (RFC 9110 §5.6.7).
@usableFromInline package struct HTTPDate: Comparable, Hashable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64

  /// Makes a date from seconds since 1970.
  package init(seconds: Int64) { self.seconds = seconds }

  /// Makes a date from a moment in UTC of the proleptic Gregorian calendar.
  init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let midnight = CalendarDay(year: year, month: month, day: day).start
    seconds = midnight + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// The day in UTC.
  var calendarDay: CalendarDay { CalendarDay(at: seconds) }

  /// Days since 1970-01-01.
  var dayNumber: Int { CalendarDay.number(at: seconds) }

  /// Seconds since midnight.
  var secondOfDay: Int { Int(seconds - Int64(dayNumber) * CalendarDay.seconds) }

  /// Whether `lhs` is the earlier moment.
  @usableFromInline package static func < (lhs: HTTPDate, rhs: HTTPDate) -> Bool {
    lhs.seconds < rhs.seconds
  }
}
