/// What was used of quotas so far: requests of the day and of the month, bytes of the month.
package struct QuotaUse: Hashable, Sendable {
  /// Requests of the present day and month of UTC, and bytes up and down of the month.
  package var dayRequests: Int64
  package var monthRequests: Int64
  package var monthBytes: Int64

  /// These numbers.
  package init(dayRequests: Int64 = 0, monthRequests: Int64 = 0, monthBytes: Int64 = 0) {
    self.dayRequests = dayRequests
    self.monthRequests = monthRequests
    self.monthBytes = monthBytes
  }
}
