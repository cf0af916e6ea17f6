/// A day of the proleptic Gregorian calendar, in UTC.
///
/// Inside, years begin in March, so that the leap day is the last of its year and every length
/// follows one formula; eras are 400 years.
package struct CalendarDay: Hashable, Sendable {
  /// Seconds of a day: UTC as computers count it has no leap seconds.
  package static let seconds: Int64 = 86_400

  /// The year, the month from 1 to 12 and the day from 1 to 31.
  package let year: Int
  package let month: Int
  package let day: Int

  /// The day of this date, which has to be one.
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of a number of days since 1970-01-01.
  package init(number: Int) {
    let days = number + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
  }

  /// The day of a moment in seconds since 1970.
  package init(at seconds: Int64) { self.init(number: Self.number(at: seconds)) }

  /// Days from 1970-01-01 to the day of a moment in seconds since then.
  package static func number(at seconds: Int64) -> Int {
    Int((seconds >= 0 ? seconds : seconds - Self.seconds + 1) / Self.seconds)
  }

  /// Days since 1970-01-01.
  package var number: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The first second of the day, since 1970.
  package var start: Int64 { Int64(number) * Self.seconds }

  /// The first day of the month.
  package var firstOfMonth: CalendarDay { CalendarDay(year: year, month: month, day: 1) }

  /// The first day of the month after this one.
  package var firstOfNextMonth: CalendarDay {
    CalendarDay(
      year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
  }
}
