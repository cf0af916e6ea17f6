package import Settings

/// How usage is counted and kept.
package struct MeteringSettings: SettingsSection {
  package static let section = "metering"

  /// How often counts are stored.
  package var flushInterval: Duration
  /// How long they are kept.
  package var minuteRetention: Duration
  package var hourRetention: Duration
  package var dayRetention: Duration
  /// Callers with a credential that are counted at once.
  package var metersMax: Int
  /// When the use of a token is unusual.
  package var networksMax: Int
  package var rateFactor: Double
  package var rateMin: Int
  package var sleep: Duration
  /// The file that says where addresses are; empty when there is none.
  package var countryDatabase: String

  package init(reading reader: inout SettingsReader) {
    flushInterval = reader.value(
      "flush_interval", default: Duration.seconds(1),
      "How often usage is stored: what a crash may lose.",
      range: .milliseconds(100)...(.seconds(60)))
    minuteRetention = reader.value(
      "minute_retention", default: Duration.seconds(2 * 86_400),
      "How long usage is kept by the minute.", range: .seconds(2 * 3600)...(.seconds(31 * 86_400)))
    hourRetention = reader.value(
      "hour_retention", default: Duration.seconds(90 * 86_400),
      "How long usage is kept by the hour.",
      range: .seconds(2 * 86_400)...(.seconds(3650 * 86_400)))
    dayRetention = reader.value(
      "day_retention", default: Duration.seconds(800 * 86_400),
      "How long usage is kept by the day; months are kept for good.",
      range: .seconds(62 * 86_400)...(.seconds(36_500 * 86_400)))
    metersMax = reader.value(
      "meters_max", default: 200_000,
      "Users and tokens that are counted at once; past it new ones get 503.",
      range: 1...4_000_000)
    networksMax = reader.value(
      "anomaly_networks_max", default: 20,
      "Networks (/24, /48) within ten minutes past which the use of a token is unusual.",
      range: 1...200)
    rateFactor = reader.value(
      "anomaly_rate_factor", default: 5.0,
      "How many times its usual rate makes the use of a token unusual.", range: 1.5...1000)
    rateMin = reader.value(
      "anomaly_rate_min", default: 120,
      "Requests a minute below which no rate is unusual.", range: 1...1_000_000)
    sleep = reader.value(
      "anomaly_sleep", default: Duration.seconds(30 * 86_400),
      "Time without use after which the use of a token is unusual.",
      range: .seconds(86_400)...(.seconds(3650 * 86_400)))
    countryDatabase = reader.value(
      "country_database", default: "",
      "A file in MaxMind's format with countries or cities, by which usage is told apart by country."
    )
  }

  /// How long usage is kept.
  package var retention: UsageRetention {
    UsageRetention(
      minuteSeconds: minuteRetention.components.seconds,
      hourSeconds: hourRetention.components.seconds, daySeconds: dayRetention.components.seconds)
  }

  /// When the use of a token is unusual.
  package var habitLimits: HabitLimits {
    HabitLimits(
      networksMax: networksMax, rateFactor: rateFactor, rateMin: Int64(rateMin),
      sleepSeconds: sleep.components.seconds)
  }
}
