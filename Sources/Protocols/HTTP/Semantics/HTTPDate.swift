/// A moment as HTTP writes it: whole seconds since 1970 in UTC (RFC 9110 §5.6.7).
@usableFromInline package struct HTTPDate: Comparable, Hashable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int64

  /// Makes a date from seconds since 1970.
  package init(seconds: Int64) { self.seconds = seconds }

  /// Makes a date from a moment in UTC of the proleptic Gregorian calendar.
  init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    // Years begin in March, so that the leap day is the last of its year; eras are 400 years.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
  }

  /// The year, month (1–12) and day (1–31) in UTC.
  var calendarDay: (year: Int, month: Int, day: Int) {
    let days = Int(dayNumber) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// Days since 1970-01-01.
  var dayNumber: Int64 {
    seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
  }

  /// Seconds since midnight.
  var secondOfDay: Int { Int(seconds - dayNumber * 86_400) }

  /// Whether `lhs` is the earlier moment.
  @usableFromInline package static func < (lhs: HTTPDate, rhs: HTTPDate) -> Bool {
    lhs.seconds < rhs.seconds
  }
}
