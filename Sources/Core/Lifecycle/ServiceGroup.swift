import Locks

/// Starts the services of a graph in order and stops them in reverse.
package final class ServiceGroup: Sendable {
  /// How long one service may take to become ready.
  package let startLimit: Duration
  /// How long one service may take to stop.
  package let stopLimit: Duration

  private let nodes: [ServiceGraph.Node]
  private let clock: any Clock<Duration>
  private let observe: @Sendable (LifecycleEvent) -> Void
  /// Services that have started and not been stopped, in the order of their start.
  private let running = Mutex<[ServiceGraph.Node]>([])

  /// Makes a group of a graph's services; throws when the graph has a cycle.
  package init(
    _ graph: ServiceGraph, startLimit: Duration = .seconds(30), stopLimit: Duration = .seconds(5),
    clock: any Clock<Duration> = ContinuousClock(),
    observe: @escaping @Sendable (LifecycleEvent) -> Void = { _ in }
  ) throws(ServiceGraph.Cycle) {
    nodes = try graph.startOrder().map { graph.nodes[$0.index] }
    self.startLimit = startLimit
    self.stopLimit = stopLimit
    self.clock = clock
    self.observe = observe
  }

  /// Starts every service, each when the ones before it are ready. When one fails, or the
  /// calling task is cancelled, stops what has started in reverse and throws.
  package func start() async throws(StartFailure) {
    for node in nodes {
      observe(.starting(node.name))
      if let reason = await start(node) {
        let failure = StartFailure(service: node.name, reason: reason)
        observe(.failed(node.name, reason: failure.description))
        // Stopping must not be cut short by the cancellation that may have led here.
        await Task { await self.stop() }.value
        throw failure
      }
      running.withLock { $0.append(node) }
      observe(.ready(node.name))
    }
  }

  private func start(_ node: ServiceGraph.Node) async -> StartFailure.Reason? {
    if Task.isCancelled { return .cancelled }
    let service = node.service
    let outcome = await withDeadline(startLimit, clock: clock) { () -> Result<Void, any Error> in
      do { return .success(try await service.start()) } catch { return .failure(error) }
    }
    switch outcome {
    case .success: return nil
    case .failure(let error): return .threw(error)
    case nil: return Task.isCancelled ? .cancelled : .notReady(within: startLimit)
    }
  }

  /// Stops every service that has started, the last one first; one that takes too long is
  /// left behind. When the calling task is cancelled nothing is waited for any more.
  package func stop() async {
    while let node = running.withLock({ $0.popLast() }) {
      observe(.stopping(node.name))
      let service = node.service
      let outcome: Void? = await withDeadline(stopLimit, clock: clock) { await service.stop() }
      observe(outcome == nil ? .abandoned(node.name) : .stopped(node.name))
    }
  }
}
