/// What is usual for one token, and what of its use is not: a value fed with counts and moments.
///
/// The usual rate is an average of past minutes in which newer ones weigh more (EWMA); a minute is
/// compared with it before it becomes part of it, so that a token does not excuse itself. Each kind
/// is told once an hour at most.
package struct TokenHabit: Hashable, Sendable {
  /// The weight of the newest minute.
  static let weight = 0.1
  /// Minutes that have to be known before a rate can be unusual.
  static let minutesMin = 10
  /// How long networks are kept together, in seconds.
  static let networkWindow: Int64 = 600
  /// Networks that are told apart in a window, beyond the limit of them.
  static let networksMax = 256
  /// How long a kind is not told again, in seconds.
  static let quietSeconds: Int64 = 3600

  private var minute: Int64 = -1
  private var requests: Int64 = 0
  private var average = 0.0
  private var minuteCount = 0
  private var networks: Set<UInt32> = []
  private var networksSince: Int64 = 0
  private var lastUsedAt: Int64?
  private var toldAt: [TokenAnomaly.Kind: Int64] = [:]

  /// The habit of a token.
  ///
  /// - Parameter lastUsedAt: when it was used before, in seconds since 1970; nil for never.
  package init(lastUsedAt: Int64? = nil) { self.lastUsedAt = lastUsedAt }

  /// Notes requests, and gives what is unusual about them.
  ///
  /// - Parameters:
  ///   - requests: since the last call.
  ///   - networks: where they came from.
  ///   - seconds: now, since 1970.
  package mutating func note(
    requests count: Int64, networks: [UInt32], at seconds: Int64, limits: HabitLimits
  ) -> [TokenAnomaly] {
    var found: [TokenAnomaly] = []
    if let lastUsedAt, seconds - lastUsedAt >= limits.sleepSeconds {
      found.append(
        TokenAnomaly(
          kind: .afterLongSleep, seen: seconds - lastUsedAt, usual: limits.sleepSeconds))
    }
    lastUsedAt = max(lastUsedAt ?? seconds, seconds)

    advance(to: seconds / 60)
    requests += count
    let limit = max(Double(limits.rateMin), average * limits.rateFactor)
    if minuteCount >= Self.minutesMin, Double(requests) >= limit {
      found.append(
        TokenAnomaly(kind: .unusualRate, seen: requests, usual: Int64(average.rounded())))
    }

    if seconds - networksSince >= Self.networkWindow {
      networksSince = seconds
      self.networks = []
    }
    for network in networks where self.networks.count < Self.networksMax {
      self.networks.insert(network)
    }
    if self.networks.count > limits.networksMax {
      found.append(
        TokenAnomaly(
          kind: .manyNetworks, seen: Int64(self.networks.count),
          usual: Int64(limits.networksMax)))
    }
    return found.filter { isNews($0.kind, at: seconds) }
  }

  private mutating func isNews(_ kind: TokenAnomaly.Kind, at seconds: Int64) -> Bool {
    if let last = toldAt[kind], seconds - last < Self.quietSeconds { return false }
    toldAt[kind] = seconds
    return true
  }

  /// Makes minutes that are over part of the average.
  private mutating func advance(to minute: Int64) {
    guard minute > self.minute else { return }
    if self.minute >= 0 {
      average = minuteCount == 0 ? Double(requests) : Self.mixed(average, Double(requests))
      minuteCount += 1
      // Minutes without requests; after a few hundred nothing is left of before.
      for _ in 0..<min(minute - self.minute - 1, 300) { average = Self.mixed(average, 0) }
      minuteCount += Int(min(minute - self.minute - 1, 300))
    }
    self.minute = minute
    requests = 0
  }

  private static func mixed(_ old: Double, _ new: Double) -> Double {
    old + weight * (new - old)
  }
}
