internal import CalendarDays

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
    let date = CalendarDay(at: seconds)
    day = Int64(date.number)
    month = Int64((date.year - 1970) * 12 + date.month - 1)
    monthStart = date.firstOfMonth.start
    monthEnd = date.firstOfNextMonth.start
  }

  /// When the day begins and ends, in seconds since 1970.
  package var dayStart: Int64 { day * 86_400 }
  package var dayEnd: Int64 { (day + 1) * 86_400 }

  /// Whether a moment lies in the day, and so in the month.
  func contain(_ seconds: Int64) -> Bool { seconds >= dayStart && seconds < dayEnd }
}
