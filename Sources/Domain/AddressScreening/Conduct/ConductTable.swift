internal import Capabilities

/// What each address has done lately: a pure state machine whose clock is a parameter.
///
/// For each kind of offence an address has a bucket that empties evenly within a minute. What is in
/// it is a share of what would be too much, so that one that is fuller than `whole` is too much
/// whatever the limits are. The table is bounded: when it is full, the half goes whose buckets are
/// emptiest, which is what matters least.
struct ConductTable {
  /// What is too much, in the units of the buckets: a minute in nanoseconds.
  static let whole: Int64 = 60_000_000_000

  private struct Conduct {
    var refused: Int64 = 0
    var uncached: Int64 = 0
    var overLimit: Int64 = 0
    var at: Int64

    /// How full the fullest bucket is.
    var fullest: Int64 { max(refused, uncached, overLimit) }

    mutating func drain(to seconds: Int64) {
      let elapsed = min(max(seconds - at, 0), 60)
      let drained = elapsed * (ConductTable.whole / 60)
      refused = max(0, refused - drained)
      uncached = max(0, uncached - drained)
      overLimit = max(0, overLimit - drained)
      at = max(at, seconds)
    }
  }

  var limits: ConductLimits
  private var conducts: [AddressKey: Conduct] = [:]

  /// Nothing known of anybody.
  init(_ limits: ConductLimits) { self.limits = limits }

  /// Addresses that are watched.
  var count: Int { conducts.count }

  /// Notes an offence; says what it is too much of, and forgets the address then.
  mutating func note(
    _ offence: AddressOffence, of key: AddressKey, at seconds: Int64
  ) -> BanReason? {
    guard let share = share(of: offence) else { return nil }
    if conducts[key] == nil, conducts.count >= limits.addressesMax { makeRoom(at: seconds) }
    var conduct = conducts[key] ?? Conduct(at: seconds)
    conduct.drain(to: seconds)
    let reason: BanReason
    let level: Int64
    switch offence {
    case .refused, .signInFailed:
      conduct.refused += share
      (reason, level) = (.refusals, conduct.refused)
    case .uncached:
      conduct.uncached += share
      (reason, level) = (.uncached, conduct.uncached)
    case .overLimit:
      conduct.overLimit += share
      (reason, level) = (.limits, conduct.overLimit)
    }
    guard level > Self.whole else {
      conducts[key] = conduct
      return nil
    }
    conducts[key] = nil
    return reason
  }

  /// Forgets an address.
  mutating func forget(_ key: AddressKey) { conducts[key] = nil }

  /// Forgets whoever has done nothing for a minute.
  mutating func tidy(at seconds: Int64) {
    conducts = conducts.filter { seconds - $0.value.at < 60 }
  }

  /// How much of too much an offence is; nil where nothing is too much.
  private func share(of offence: AddressOffence) -> Int64? {
    switch offence {
    case .refused: limits.refusedPerMinute.map { Self.whole / max($0, 1) }
    case .signInFailed:
      limits.refusedPerMinute.map { Self.whole / max($0, 1) * limits.signInWeight }
    case .uncached: limits.uncachedPerMinute.map { Self.whole / max($0, 1) }
    case .overLimit(let perMinute):
      // Those within the limit were not refused: one time of it is no offence.
      limits.limitFactor.map { Self.whole / max(($0 - 1) * max(perMinute, 1), 1) }
    }
  }

  private mutating func makeRoom(at seconds: Int64) {
    tidy(at: seconds)
    guard conducts.count >= limits.addressesMax else { return }
    let levels = conducts.values.map(\.fullest).sorted()
    let median = levels[levels.count / 2]
    var surplus = levels.count / 2 + 1
    for (key, conduct) in conducts where surplus > 0 && conduct.fullest <= median {
      conducts[key] = nil
      surplus -= 1
    }
  }
}
