internal import HTTPClient
internal import Resilience

/// What is known of the endpoints of one kind, and which of them is asked next.
///
/// Decides only: time and chance are parameters. Times are durations since one fixed moment.
struct EndpointScores: Sendable {
  /// A fault that is remembered.
  struct Lapse: Sendable {
    let fault: EndpointFault
    let status: Int?
    let at: Duration
  }

  /// What is known of one endpoint.
  struct Member: Sendable {
    var breaker: CircuitBreaker
    var latency = LatencyTracker()
    var inFlightCount = 0
    /// Until when it asked to be left alone.
    var restsUntil: Duration?
    var triedAt: Duration?
    var probedAt: Duration?
    var wrongAt: Duration?
    var goodCount = 0
    var faultCounts = [Int](repeating: 0, count: EndpointFault.allCases.count)
    /// The latest faults, oldest first.
    var lapses: [Lapse] = []
    /// What was last said of it.
    var standing = EndpointStanding.closed
  }

  /// Faults of each endpoint that are remembered.
  static let lapsesMax = 5
  /// How long wrong content is held against an endpoint.
  static let wrongTime = Duration.seconds(3600)
  /// What is left of a score meanwhile.
  private static let wrongFactor = 0.1

  let limits: EndpointHealthSettings
  private(set) var members: [Member]
  private(set) var ejection: OutlierEjection
  private(set) var poolLatency = LatencyTracker()
  private(set) var counts = ExtraRequestCounts()
  /// What has changed and was not told yet.
  private var changes: [EndpointChange] = []
  private var toldEjections = 0
  private var retries: ExtraRequestBudget
  private var hedges: ExtraRequestBudget

  init(count: Int, limits: EndpointHealthSettings, at now: Duration) {
    self.limits = limits
    members = Array(
      repeating: Member(breaker: CircuitBreaker(limits: limits.breaker)), count: count)
    ejection = OutlierEjection(count: count, limits: limits.ejection, at: now)
    retries = ExtraRequestBudget(limits: limits.retries, at: now)
    hedges = ExtraRequestBudget(limits: limits.hedges, at: now)
  }

  // MARK: Choosing

  /// The endpoint to ask, which counts as asked from now on; nil when there is none, or when a
  /// budget does not allow it. How it went is to be told once.
  mutating func choose(
    for purpose: AttemptPurpose, excluding excluded: [Int], at now: Duration,
    using random: inout some RandomNumberGenerator
  ) -> Int? {
    if purpose == .first {
      retries.earn(at: now)
      hedges.earn(at: now)
    }
    guard mayTake(purpose),
      let member = candidate(for: purpose, excluding: excluded, at: now, using: &random)
    else { return nil }
    take(purpose)
    _ = members[member].breaker.admit(at: now)
    members[member].inFlightCount += 1
    members[member].triedAt = now
    noteChanges(of: member, why: .trial, at: now)
    return member
  }

  private mutating func mayTake(_ purpose: AttemptPurpose) -> Bool {
    switch purpose {
    case .first, .confirmation: return true
    case .retry:
      if !retries.mayTake { counts.retriesRefused += 1 }
      return retries.mayTake
    case .hedge:
      if !hedges.mayTake { counts.hedgesRefused += 1 }
      return hedges.mayTake
    }
  }

  private mutating func take(_ purpose: AttemptPurpose) {
    switch purpose {
    case .first: counts.firsts += 1
    case .confirmation: counts.confirmations += 1
    case .retry:
      _ = retries.take()
      counts.retries += 1
    case .hedge:
      _ = hedges.take()
      counts.hedges += 1
    }
  }

  private func candidate(
    for purpose: AttemptPurpose, excluding excluded: [Int], at now: Duration,
    using random: inout some RandomNumberGenerator
  ) -> Int? {
    let free = members.indices.filter { !excluded.contains($0) && !isResting($0, at: now) }
    if purpose == .first, !limits.isProbing,
      let trial = free.first(where: { awaitsTrial($0, at: now) && !ejection.isGone($0, at: now) })
    {
      return trial
    }
    let ready = free.filter {
      members[$0].breaker.state(at: now) == .closed && !ejection.isGone($0, at: now)
    }
    var welcome: [Int] = []
    for member in ready {
      let share = ejection.welcome(member, at: now)
      if share >= 1 || Double.random(in: 0..<1, using: &random) < share { welcome.append(member) }
    }
    let chosen = TwoChoices.choose(among: welcome.isEmpty ? ready : welcome, using: &random) {
      cost(of: $0, at: now)
    }
    if chosen != nil || purpose == .hedge { return chosen }
    // There is nobody who is well. A trial tells most; who is merely worse than others comes last.
    let trials = free.filter { awaitsTrial($0, at: now) }
    let rest = free.filter { members[$0].breaker.state(at: now) == .closed }
    return (trials.isEmpty ? rest : trials).min { cost(of: $0, at: now) < cost(of: $1, at: now) }
  }

  /// How long it takes until the first of those who are left alone may be asked; nil where nobody
  /// ever may. A trial that is under way may be over at any moment.
  func recovery(at now: Duration) -> Duration? {
    members.map { member in
      let times = [member.restsUntil, member.breaker.recovers(after: now)].compactMap { $0 }
      return max((times.max() ?? now) - now, .zero)
    }.min()
  }

  private func isResting(_ member: Int, at now: Duration) -> Bool {
    members[member].restsUntil.map { now < $0 } ?? false
  }

  private func awaitsTrial(_ member: Int, at now: Duration) -> Bool {
    let breaker = members[member].breaker
    return breaker.state(at: now) == .halfOpen && breaker.wouldAdmit(at: now)
  }

  private func cost(of member: Int, at now: Duration) -> Double {
    Double(members[member].inFlightCount + 1) / merit(of: member, at: now)
  }

  // MARK: Scores

  /// How good an endpoint is when it is in: success, speed beside the pool's, honesty.
  private func merit(of member: Int, at now: Duration) -> Double {
    let rate = ejection.successRate(of: member, at: now) ?? 1
    let usual = poolLatency.averageMicroseconds ?? probedAverage
    let own = members[member].latency.averageMicroseconds ?? usual
    // Neither is known before the first answer: then all are average.
    let speed = usual + own > 0 ? usual / (usual + own) : 0.5
    let isHonest = members[member].wrongAt.map { now - $0 >= Self.wrongTime } ?? true
    return max(rate * rate * speed * (isHonest ? 1 : Self.wrongFactor), 0.000_1)
  }

  /// The mean in microseconds of what is known of each, while nothing has been asked of the pool but by probes.
  private var probedAverage: Double {
    let known = members.compactMap(\.latency.averageMicroseconds)
    return known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
  }

  /// From 0, not to be asked, to 1; an endpoint without faults and as fast as the pool has 0.5.
  func score(of member: Int, at now: Duration) -> Double {
    guard members[member].breaker.state(at: now) == .closed, !isResting(member, at: now) else {
      return 0
    }
    return merit(of: member, at: now) * ejection.welcome(member, at: now)
  }

  /// How long to wait for an answer before another endpoint is asked too.
  func hedgeDelay(of member: Int) -> Duration {
    limits.hedgeDelay.delay(member: members[member].latency, pool: poolLatency)
  }

  // MARK: What happened

  /// An attempt has ended.
  mutating func ended(_ attempt: AttemptRecord, at now: Duration) {
    let member = attempt.endpoint
    let report = attempt.outcome.report
    members[member].inFlightCount = max(members[member].inFlightCount - 1, 0)
    defer { noteChanges(of: member, why: .verdict(attempt.verdict, attempt.status), at: now) }
    switch attempt.verdict {
    case .none:
      members[member].breaker.abandoned()
    case .good:
      members[member].breaker.succeeded()
      ejection.succeeded(member, at: now)
      members[member].goodCount += 1
      note(report.firstByte ?? report.total, of: member, isTypical: attempt.isContent)
    case .fault(let fault):
      if let time = attempt.retryAfter {
        members[member].restsUntil = now + min(time, limits.restMax)
      }
      lapse(member, fault, status: attempt.status, at: now)
      members[member].breaker.failed(at: now)
      ejection.failed(member, at: now)
      // What took so long would have taken longer still: it is no sample of an answer.
      if fault == .late || fault == .timedOut { members[member].latency.follow(report.total) }
    }
  }

  /// Takes note of a time to the first byte. What is not typical, such as a quick 404, moves the
  /// averages but is no measure for when content is late.
  private mutating func note(_ latency: Duration, of member: Int, isTypical: Bool) {
    if isTypical {
      members[member].latency.record(latency)
      poolLatency.record(latency)
    } else {
      members[member].latency.follow(latency)
    }
  }

  /// An endpoint gave content that was not what its id says.
  mutating func contentWasWrong(_ member: Int, at now: Duration) {
    members[member].wrongAt = now
    lapse(member, .wrongContent, status: nil, at: now)
    ejection.eject(member, at: now)
    noteChanges(of: member, why: .verdict(.fault(.wrongContent), nil), at: now)
  }

  /// A hedge was first, or was not.
  mutating func hedgeEnded(hasWon: Bool) {
    if hasWon { counts.hedgesWon += 1 }
  }

  private mutating func lapse(
    _ member: Int, _ fault: EndpointFault, status: Int?, at now: Duration
  ) {
    members[member].faultCounts[fault.rawValue] += 1
    if members[member].lapses.count >= Self.lapsesMax { members[member].lapses.removeFirst() }
    members[member].lapses.append(Lapse(fault: fault, status: status, at: now))
  }

  // MARK: Probes

  /// Endpoints whose breaker waits for a trial.
  func trialsDue(at now: Duration) -> [Int] {
    members.indices.filter { awaitsTrial($0, at: now) }
  }

  /// A probe is about to be made; whether it counts as a trial or as any request, not just as news.
  mutating func beginProbe(of member: Int, at now: Duration) -> Bool {
    members[member].probedAt = now
    members[member].triedAt = now
    let isAdmitted = members[member].breaker.admit(at: now)
    noteChanges(of: member, why: .trial, at: now)
    return isAdmitted
  }

  /// A probe has ended; `isAdmitted` is what its beginning said.
  mutating func endProbe(
    of member: Int, _ verdict: EndpointVerdict, status: Int?, latency: Duration,
    isAdmitted: Bool, at now: Duration
  ) {
    defer { noteChanges(of: member, why: .verdict(verdict, status), at: now) }
    switch verdict {
    case .none:
      if isAdmitted { members[member].breaker.abandoned() }
      counts.probesFailed += 1
    case .good:
      // Less is read for a probe than for content, so the percentiles are not of its kind.
      members[member].latency.follow(latency)
      counts.probesGood += 1
      guard isAdmitted else { return }
      members[member].breaker.succeeded()
      ejection.succeeded(member, at: now)
    case .fault(let fault):
      counts.probesFailed += 1
      lapse(member, fault, status: status, at: now)
      guard isAdmitted else { return }
      members[member].breaker.failed(at: now)
      ejection.failed(member, at: now)
    }
  }

  /// Lets a trial pass at every open breaker; gives their number.
  mutating func retryNow(at now: Duration) -> Int {
    let open = members.indices.filter { members[$0].breaker.state(at: now) == .open }
    for member in open {
      members[member].breaker.retryNow()
      noteChanges(of: member, why: .trial, at: now)
    }
    return open.count
  }

  // MARK: Changes

  /// Takes what has changed since this was last asked, oldest first.
  mutating func takeChanges() -> [EndpointChange] {
    guard !changes.isEmpty else { return [] }
    defer { changes = [] }
    return changes
  }

  /// Remembers how the standing of an endpoint has changed, and of others that were ejected beside
  /// it: then rates were compared.
  private mutating func noteChanges(
    of member: Int, why reason: EndpointChange.Reason, at now: Duration
  ) {
    noteChange(of: member, why: reason, at: now)
    guard ejection.ejectedCount != toldEjections else { return }
    toldEjections = ejection.ejectedCount
    for other in members.indices where other != member {
      noteChange(of: other, why: .rate, at: now)
    }
  }

  private mutating func noteChange(
    of member: Int, why reason: EndpointChange.Reason, at now: Duration
  ) {
    let standing = EndpointStanding(
      breaker: members[member].breaker.state(at: now), isEjected: ejection.isGone(member, at: now))
    let before = members[member].standing
    guard standing != before else { return }
    members[member].standing = standing
    guard changes.count < Self.changesMax else { return }
    changes.append(
      EndpointChange(endpoint: member, from: before, to: standing, reason: reason))
  }

  /// Changes that are remembered until they are told.
  private static let changesMax = 64
}
