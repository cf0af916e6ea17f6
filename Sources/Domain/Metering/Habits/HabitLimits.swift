/// From when on the use of a token counts as unusual.
package struct HabitLimits: Hashable, Sendable {
  /// Networks within ten minutes.
  package var networksMax: Int
  /// How many times the usual rate.
  package var rateFactor: Double
  /// Requests a minute below which no rate is unusual.
  package var rateMin: Int64
  /// Seconds without use after which use is unusual.
  package var sleepSeconds: Int64

  /// Limits.
  package init(
    networksMax: Int = 20, rateFactor: Double = 5, rateMin: Int64 = 120,
    sleepSeconds: Int64 = 30 * 86_400
  ) {
    self.networksMax = networksMax
    self.rateFactor = rateFactor
    self.rateMin = rateMin
    self.sleepSeconds = sleepSeconds
  }
}
