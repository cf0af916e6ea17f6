/// The day and the month of UTC that a moment lies in: what quotas are counted over.
package struct UTCPeriods: Hashable, Sendable {
  /// Days since 1970.
  package let day: Int64
  /// Months since January 1970.
  package let month: Int64
  /// When the month begins and ends, in seconds since 1970.
  package let monthStart: Int64
  package let monthEnd: Int64

  /// The periods of a moment in seconds since 1970.
  package init(at seconds: Int64) {
    day = Self.floor(seconds, 86_400)
    let (year, monthOfYear) = Self.civil(day: day)
    month = (year - 1970) * 12 + monthOfYear - 1
    monthStart = Self.start(ofMonth: month)
    monthEnd = Self.start(ofMonth: month + 1)
  }

  /// When the day begins and ends, in seconds since 1970.
  package var dayStart: Int64 { day * 86_400 }
  package var dayEnd: Int64 { (day + 1) * 86_400 }

  /// Whether a moment lies in the day, and so in the month.
  func contain(_ seconds: Int64) -> Bool { seconds >= dayStart && seconds < dayEnd }

  /// When a month begins that is counted from January 1970, in seconds since 1970.
  static func start(ofMonth month: Int64) -> Int64 {
    let year = 1970 + floor(month, 12)
    let monthOfYear = month - floor(month, 12) * 12 + 1
    // Years begin in March, so that the leap day is the last of its year; eras are 400 years.
    let shifted = monthOfYear <= 2 ? year - 1 : year
    let era = floor(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (monthOfYear + (monthOfYear > 2 ? -3 : 9)) + 2) / 5
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * 86_400
  }

  /// The year and the month from 1 to 12 of a day since 1970.
  private static func civil(day: Int64) -> (year: Int64, month: Int64) {
    let days = day + 719_468
    let era = floor(days, 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month)
  }

  /// The quotient rounded towards the past.
  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }
}
