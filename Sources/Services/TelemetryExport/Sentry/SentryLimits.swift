/// Until when Sentry wants no errors, as its answers have said. Times are nanoseconds of a clock that
/// only goes forward.
package struct SentryLimits: Sendable, Hashable {
  /// Seconds of peace after a 429 that names none.
  private static let standardSeconds: Int64 = 60
  /// The longest peace that is believed.
  private static let secondsMax: Int64 = 24 * 3600

  private var until: UInt64 = 0

  /// No limit yet.
  package init() {}

  /// Whether an error may be sent.
  package func allows(at now: UInt64) -> Bool { now >= until }

  /// Takes note of an answer: of `X-Sentry-Rate-Limits` whatever the status, of `Retry-After` with a
  /// 429.
  package mutating func note(
    status: Int, rateLimits: String?, retryAfter: String?, at now: UInt64
  ) {
    if let rateLimits {
      if let seconds = Self.seconds(ofErrors: rateLimits) { hold(seconds, at: now) }
      return
    }
    guard status == 429 else { return }
    hold(DeliveryVerdict.seconds(retryAfter) ?? Self.standardSeconds, at: now)
  }

  /// The longest limit in a list of `seconds:categories:scope…` that means errors: one that names
  /// them, or no category, which means all.
  static func seconds(ofErrors list: String) -> Int64? {
    var longest: Int64?
    for limit in list.split(separator: ",") {
      let parts = limit.split(separator: ":", omittingEmptySubsequences: false)
      guard let first = parts.first, let seconds = Double(first.filter { $0 != " " }),
        seconds.isFinite, seconds >= 0
      else { continue }
      let categories = parts.count > 1 ? parts[1].split(separator: ";") : []
      guard categories.isEmpty || categories.contains(where: { $0 == "error" || $0 == "default" })
      else { continue }
      longest = max(longest ?? 0, Int64(min(seconds.rounded(.up), Double(secondsMax))))
    }
    return longest
  }

  private mutating func hold(_ seconds: Int64, at now: UInt64) {
    until = max(until, now &+ UInt64(min(seconds, Self.secondsMax)) &* 1_000_000_000)
  }
}
