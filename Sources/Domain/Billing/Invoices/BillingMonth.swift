internal import Capabilities

/// A calendar month of UTC: what one invoice is about.
package struct BillingMonth: Hashable, Sendable {
  /// The first second of the month and of the next, in seconds since 1970.
  package let start: Int64
  package let end: Int64

  /// The month that a moment lies in.
  package init(containing seconds: Int64) {
    let (year, month, _) = Timestamp(seconds: seconds).calendarDay
    start = Timestamp(year: year, month: month, day: 1).seconds
    end =
      Timestamp(
        year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1
      ).seconds
  }

  /// Seconds of the month.
  package var length: Int64 { end - start }
}
