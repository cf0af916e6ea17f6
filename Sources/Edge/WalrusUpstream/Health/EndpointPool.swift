internal import Locks
internal import Resilience
package import Telemetry

/// The endpoints of one kind with what all loops know of them together.
///
/// A lock guards the scores: it is taken for microseconds by requests that go over the network, and
/// by nothing that is answered from memory. So a breaker opens for all loops at once, half-open
/// it lets one trial pass in the whole process, and a budget is one budget.
package final class EndpointPool: EndpointSelection, Sendable {
  /// What the lock protects.
  private struct State: Sendable {
    var scores: EndpointScores
    var chance = Chance()
    var allowance: EventAllowance
  }

  /// What the endpoints are for.
  package let kind: EndpointKind
  /// The endpoints, each once; their indices are what everything else is about.
  package let endpoints: [WalrusEndpoint]
  private let state: Mutex<State>
  private let logger: Logger
  private let now: @Sendable () -> Duration

  /// A pool of which nothing is known.
  ///
  /// - Parameters:
  ///   - logger: told when an endpoint is no longer asked, and when it is again.
  ///   - now: the time since any fixed moment, monotonic.
  package init(
    kind: EndpointKind, endpoints: [WalrusEndpoint], settings: EndpointHealthSettings,
    logger: Logger = Logger(label: "floe.upstream", handler: SilentLogHandler()),
    now: @escaping @Sendable () -> Duration
  ) {
    var known = Set<WalrusEndpoint>()
    let endpoints = endpoints.filter { known.insert($0).inserted }
    self.kind = kind
    self.endpoints = endpoints
    self.now = now
    self.logger = logger
    let start = now()
    let scores = EndpointScores(count: endpoints.count, limits: settings, at: start)
    state = Mutex(State(scores: scores, allowance: EventAllowance(at: start)))
  }

  /// Changes what is known, and tells what came of it.
  private func change<R: Sendable>(_ body: (inout State, Duration) -> R) -> R {
    let now = now()
    let (result, lines) = state.withLock { state in
      let result = body(&state, now)
      let changes = state.scores.takeChanges()
      let lines = changes.compactMap { change in
        state.allowance.take(at: now).map { (change, $0) }
      }
      return (result, lines)
    }
    for (change, omittedCount) in lines { tell(change, omittedCount) }
    return result
  }

  private func tell(_ change: EndpointChange, _ omittedCount: Int) {
    var metadata: Logger.Metadata = [
      "endpoint": "\(endpoints[change.endpoint].base)", "kind": "\(kind.rawValue)",
      "from": "\(change.from)", "to": "\(change.to)", "why": "\(change.why)",
    ]
    if omittedCount > 0 { metadata["omitted"] = "\(omittedCount)" }
    if change.isLoss {
      logger.warning("an upstream is asked less", metadata: metadata)
    } else {
      logger.info("an upstream is asked again", metadata: metadata)
    }
  }

  package var count: Int { endpoints.count }

  package func choose(for purpose: AttemptPurpose, excluding tried: [Int]) -> Int? {
    change { state, now in
      state.scores.choose(for: purpose, excluding: tried, at: now, using: &state.chance)
    }
  }

  package var recovery: Duration? {
    let now = now()
    return state.withLock { $0.scores.recovery(at: now) }
  }

  package func ended(_ attempt: AttemptRecord) {
    change { state, now in state.scores.ended(attempt, at: now) }
  }

  package func hedgeDelay(of endpoint: Int) -> Duration? {
    state.withLock { $0.scores.hedgeDelay(of: endpoint) }
  }

  package func hedgeEnded(hasWon: Bool) {
    state.withLock { $0.scores.hedgeEnded(hasWon: hasWon) }
  }

  /// An endpoint gave content that was not what its id says: it is ejected if enough others are
  /// left, and chosen rarely for an hour.
  package func contentWasWrong(_ endpoint: Int) {
    guard endpoints.indices.contains(endpoint) else { return }
    change { state, now in state.scores.contentWasWrong(endpoint, at: now) }
  }

  /// What is known of every endpoint at this moment, in their order.
  package func reports() -> [EndpointReport] {
    let now = now()
    let scores = state.withLock { $0.scores }
    return endpoints.indices.map {
      EndpointReport($0, endpoints[$0], kind: kind, scores, at: now)
    }
  }

  /// Lets those whose breaker is open be tried again at once; gives their number.
  @discardableResult
  package func retryOpenBreakers() -> Int {
    change { state, now in state.scores.retryNow(at: now) }
  }

  // MARK: For metrics and probes

  /// How many requests were made, and why.
  var counts: ExtraRequestCounts { state.withLock { $0.scores.counts } }

  /// One number out of what is known.
  func read(_ number: (EndpointScores, Duration) -> Double) -> Double {
    let now = now()
    let scores = state.withLock { $0.scores }
    return number(scores, now)
  }

  /// The time that the pool goes by.
  var instant: Duration { now() }

  func trialsDue() -> [Int] {
    let now = now()
    return state.withLock { $0.scores.trialsDue(at: now) }
  }

  func beginProbe(of endpoint: Int) -> Bool {
    change { state, now in state.scores.beginProbe(of: endpoint, at: now) }
  }

  func endProbe(
    of endpoint: Int, _ verdict: EndpointVerdict, status: Int?, latency: Duration,
    isAdmitted: Bool
  ) {
    change { state, now in
      state.scores.endProbe(
        of: endpoint, verdict, status: status, latency: latency, isAdmitted: isAdmitted, at: now)
    }
  }
}
