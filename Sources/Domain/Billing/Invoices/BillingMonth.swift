internal import CalendarDays

/// A calendar month of UTC: what one invoice is about.
package struct BillingMonth: Hashable, Sendable {
  /// The first second of the month and of the next, in seconds since 1970.
  package let start: Int64
  package let end: Int64

  /// The month that a moment lies in.
  package init(containing seconds: Int64) {
    let date = CalendarDay(at: seconds)
    start = date.firstOfMonth.start
    end = date.firstOfNextMonth.start
  }

  /// Seconds of the month.
  package var length: Int64 { end - start }
}
