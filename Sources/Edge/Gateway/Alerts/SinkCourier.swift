internal import Alerts
internal import Capabilities
internal import EventLoops
internal import Lifecycle
internal import Locks
internal import Resilience
internal import Telemetry

/// Brings alerts to one sink, one after the other, as its queue decides: never in the way of whoever
/// has raised them, nor of other sinks.
final class SinkCourier: Sendable {
  private struct State {
    var queue: DeliveryQueue
    var work: Task<Void, Never>?
    var isStopped = false
  }

  let sink: any AlertSink
  private let timeout: Duration
  private let logger: Logger
  private let limits: DeliveryQueue.Limits
  private let state: Mutex<State>

  init(
    _ sink: any AlertSink, limits: DeliveryQueue.Limits, timeout: Duration, logger: Logger
  ) {
    self.sink = sink
    self.timeout = timeout
    self.logger = logger
    self.limits = limits
    state = Mutex(State(queue: DeliveryQueue(limits, at: Self.now)))
  }

  private static var now: Duration { .nanoseconds(Int64(EventLoop.nowNanoseconds)) }

  /// Takes an alert for delivery.
  func offer(_ notice: AlertNotice) {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.queue.offer(notice, at: Self.now)
      if state.work == nil { state.work = Task { await self.work() } }
    }
  }

  /// Delivers what is there for so long, then ends.
  func stop(within limit: Duration) async {
    let work = state.withLock { state in
      state.isStopped = true
      return state.work
    }
    guard let work else { return }
    _ = await withDeadline(limit, clock: ContinuousClock()) { await work.value }
    work.cancel()
    await work.value
    let left = state.withLock { $0.queue.count }
    if left > 0 { logger.warning("\(left) alerts were not delivered, because the server stops.") }
  }

  /// What was delivered, tried again and given up.
  var counts: (delivered: Int, retried: Int, dropped: Int) {
    let queue = state.withLock { $0.queue }
    return (queue.deliveredCount, queue.retriedCount, queue.droppedCount)
  }

  /// The breaker of the sink.
  var report: BreakerReport {
    let now = Self.now
    let queue = state.withLock { $0.queue }
    return BreakerReport(
      name: "\(Dependency.alerts.rawValue).\(sink.name)", limits: limits.breaker,
      state: queue.breaker.state(at: now), failureCount: queue.breaker.failureCount,
      openedCount: queue.breaker.openedCount,
      recoversIn: queue.breaker.recovers(after: now).map { $0 - now },
      callCount: nil, refusedCount: queue.droppedCount)
  }

  private func work() async {
    while let step = nextStep() {
      switch step {
      case .wait(let pause):
        try? await Task.sleep(for: pause)
        guard !Task.isCancelled else { return }
      case .deliver(let notice): await deliver(notice)
      }
    }
  }

  private func nextStep() -> DeliveryQueue.Step? {
    state.withLock { state in
      guard !Task.isCancelled, let step = state.queue.next(at: Self.now) else {
        state.work = nil
        return nil
      }
      return step
    }
  }

  private func deliver(_ notice: AlertNotice) async {
    let sink = sink
    let failure = await withDeadline(timeout, clock: ContinuousClock()) { () -> AlertFailure? in
      do throws(AlertFailure) {
        _ = try await sink.deliver(notice)
        return nil
      } catch {
        return error
      }
    }
    let result = failure ?? AlertFailure("it did not answer in time", isTemporary: true)
    let ending = state.withLock { $0.queue.ended(result, at: Self.now) }
    switch ending {
    case .delivered: logger.debug("An alert was delivered.", metadata: ["sink": "\(sink.name)"])
    case .retrying:
      logger.info(
        "An alert was not taken, and is tried again.",
        metadata: ["sink": "\(sink.name)", "why": "\(result?.description ?? "")"])
    case .dropped:
      logger.warning(
        "An alert could not be delivered.",
        metadata: [
          "sink": "\(sink.name)", "alert": "\(notice.event.key)",
          "why": "\(result?.description ?? "")",
        ])
    }
  }
}
