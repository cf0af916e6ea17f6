/// Takes members of a pool out that do worse than the others, and lets them back gently.
///
/// A member goes after so many failures in a row, or when its success rate is far below the mean of
/// the pool; for a while that doubles each time, and never more than a share of the pool at once.
/// When it comes back its part of the work grows from little to all.
package struct OutlierEjection: Sendable {
  /// When members go, and for how long.
  package struct Limits: Sendable, Hashable {
    /// Failures in a row after which a member goes.
    package var failures = 5
    /// The share of the pool's mean success rate under which a member goes.
    package var rateShare = 0.85
    /// The time that success rates are taken over.
    package var rateWindow = Duration.seconds(60)
    /// What a success rate must rest on before it counts.
    package var rateVolume = 20.0
    /// How often rates are compared.
    package var interval = Duration.seconds(10)
    /// The first ejection, the longest, and how long the return takes.
    package var first = Duration.seconds(30)
    package var longest = Duration.seconds(300)
    package var returning = Duration.seconds(30)
    /// The share of the pool that may be gone at once.
    package var goneShareMax = 0.5

    /// The usual limits.
    package init() {}
  }

  private struct Member {
    var failures = 0
    var rate: SuccessRate
    var goneUntil: Duration?
    /// Ejections that the next one is measured by.
    var severity = 0
  }

  /// The least part of its work that a member gets when it returns.
  private static let welcomeMin = 0.1

  /// The limits in force.
  package let limits: Limits
  private var members: [Member]
  private var comparedAt: Duration
  /// Ejections so far.
  package private(set) var ejectedCount = 0

  /// A pool of `count` members, all in.
  package init(count: Int, limits: Limits = Limits(), at now: Duration) {
    self.limits = limits
    members = Array(
      repeating: Member(rate: SuccessRate(window: limits.rateWindow, at: now)), count: count)
    comparedAt = now
  }

  // MARK: What happened

  /// A member has done what it was asked.
  package mutating func succeeded(_ member: Int, at now: Duration) {
    members[member].failures = 0
    members[member].rate.record(true, at: now)
  }

  /// A member has failed; it may be gone now, and others whose rates were compared.
  package mutating func failed(_ member: Int, at now: Duration) {
    members[member].failures += 1
    members[member].rate.record(false, at: now)
    if members[member].failures >= limits.failures { eject(member, at: now) }
    guard now - comparedAt >= limits.interval else { return }
    comparedAt = now
    compareRates(at: now)
  }

  /// Takes a member out for a reason of the caller; false when too many are gone, or it is.
  @discardableResult
  package mutating func eject(_ member: Int, at now: Duration) -> Bool {
    let gone = members.count { $0.goneUntil.map { now < $0 } ?? false }
    guard !isGone(member, at: now),
      Double(gone + 1) <= limits.goneShareMax * Double(members.count)
    else { return false }
    if let until = members[member].goneUntil, now - until >= limits.longest {
      members[member].severity = 0
    }
    var time = limits.first
    for _ in 0..<members[member].severity where time < limits.longest { time *= 2 }
    members[member].goneUntil = now + min(time, limits.longest)
    members[member].severity += 1
    members[member].failures = 0
    // What it did before must not keep it from coming back.
    members[member].rate = SuccessRate(window: limits.rateWindow, at: now)
    ejectedCount += 1
    return true
  }

  private mutating func compareRates(at now: Duration) {
    let judged = members.indices.filter {
      !isGone($0, at: now) && members[$0].rate.volume(at: now) >= limits.rateVolume
    }
    // Of two, neither is the outlier.
    guard judged.count >= 3 else { return }
    let rates = judged.map { members[$0].rate.ratio(at: now) ?? 1 }
    let mean = rates.reduce(0, +) / Double(rates.count)
    let worstFirst = zip(judged, rates).sorted { $0.1 < $1.1 }
    for (member, rate) in worstFirst where rate < mean * limits.rateShare {
      eject(member, at: now)
    }
  }

  // MARK: What follows

  /// Whether a member is out.
  package func isGone(_ member: Int, at now: Duration) -> Bool {
    members[member].goneUntil.map { now < $0 } ?? false
  }

  /// When a member comes back; nil when it is in.
  package func returns(_ member: Int, after now: Duration) -> Duration? {
    members[member].goneUntil.flatMap { now < $0 ? $0 : nil }
  }

  /// The part of its work that a member should get: 0 while it is out, then from a tenth to 1.
  package func welcome(_ member: Int, at now: Duration) -> Double {
    guard let until = members[member].goneUntil else { return 1 }
    guard now >= until else { return 0 }
    guard limits.returning > .zero else { return 1 }
    return min(max((now - until) / limits.returning, Self.welcomeMin), 1)
  }

  /// The share of successes of a member lately; nil when nothing happened.
  package func successRate(of member: Int, at now: Duration) -> Double? {
    members[member].rate.ratio(at: now)
  }
}
