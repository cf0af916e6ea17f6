internal import EventLoops
internal import HTTPClient
internal import Locks

/// Sends something now and then from a loop, with a client of its own, and once more at the end.
final class PeriodicPost: Sendable {
  /// How long the last time may take, so that a receiver that is away does not hold up a stop.
  private static let lastMilliseconds: UInt64 = 1500

  private let loop: EventLoop
  private let milliseconds: UInt64
  private let work: @Sendable (UpstreamClient) async -> Void
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// - Parameter work: called by a task on the loop, once at a time.
  init(
    on loop: EventLoop, every interval: Duration,
    work: @escaping @Sendable (UpstreamClient) async -> Void
  ) {
    self.loop = loop
    milliseconds = UInt64(max(interval / .milliseconds(1), 1))
    self.work = work
  }

  /// Begins to send.
  func start() {
    let begun = Task(executorPreference: loop) { [loop, milliseconds, work] in
      let client = Self.client(on: loop)
      defer { client.close() }
      while !Task.isCancelled {
        await loop.sleep(milliseconds: milliseconds)
        if !Task.isCancelled { await work(client) }
      }
    }
    task.withLock { $0 = begun }
  }

  /// Ends it, and sends what is left.
  func stop() async {
    guard let begun = task.withLock({ $0.take() }) else { return }
    begun.cancel()
    await begun.value
    let last = Task(executorPreference: loop) { [loop, work] in
      let client = Self.client(on: loop)
      defer { client.close() }
      await work(client)
    }
    let limit = Task { [loop] in
      await loop.sleep(milliseconds: Self.lastMilliseconds)
      last.cancel()
    }
    await last.value
    limit.cancel()
  }

  private static func client(on loop: EventLoop) -> UpstreamClient {
    UpstreamClient(
      loop: loop, settings: UpstreamClientSettings(userAgent: "floe/\(Edge.version)"))
  }
}
