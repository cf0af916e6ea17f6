/// How long usage is kept, by resolution; months are kept for good.
package struct UsageRetention: Hashable, Sendable {
  /// For how many seconds minutes, hours and days are kept.
  package var minuteSeconds: Int64
  package var hourSeconds: Int64
  package var daySeconds: Int64

  /// A retention; minutes are kept long enough for counts that come late.
  package init(
    minuteSeconds: Int64 = 2 * 86_400, hourSeconds: Int64 = 90 * 86_400,
    daySeconds: Int64 = 800 * 86_400
  ) {
    self.minuteSeconds = max(minuteSeconds, 2 * 3600)
    self.hourSeconds = hourSeconds
    self.daySeconds = daySeconds
  }

  /// What is kept of periods that were rolled up.
  var periods: [(UsageResolution, Int64)] { [(.hour, hourSeconds), (.day, daySeconds)] }
}
