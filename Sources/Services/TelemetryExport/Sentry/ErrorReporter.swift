internal import EventLoops
package import HTTPClient
internal import Locks
internal import Traces

/// Reports errors to Sentry from one loop; whoever has an error to report never waits for it.
package final class ErrorReporter: Sendable {
  private struct State: Sendable {
    var queue: ReportQueue
    var limits = SentryLimits()
  }

  /// How long a report may take.
  private static let timeout = Duration.seconds(5)
  /// Bytes of an answer that are read.
  private static let answerMax = 16 << 10

  private let address: SentryAddress
  private let origin: SentryEnvelope.Origin
  private let state: Mutex<State>
  /// The wall clock in nanoseconds since 1970.
  private let now: @Sendable () -> Int64

  /// A reporter without errors.
  package init(
    _ address: SentryAddress, from origin: SentryEnvelope.Origin, perMinute: Int,
    now: @escaping @Sendable () -> Int64
  ) {
    self.address = address
    self.origin = origin
    self.now = now
    state = Mutex(State(queue: ReportQueue(perMinute: perMinute)))
  }

  /// What has become of all errors so far.
  package var counts: ReportQueue.Counts { state.withLock { $0.queue.counts } }

  /// Takes note of an error, from any thread.
  package func report(_ event: ErrorEvent) {
    let milliseconds = now() / 1_000_000
    state.withLock {
      $0.queue.add(event, at: EventLoop.nowNanoseconds, milliseconds: milliseconds)
    }
  }

  /// Sends what waits; to be called by a task on the client's loop, one at a time. What Sentry does
  /// not want now is lost and counted: an error is news, not a record.
  package func sendWaiting(with client: UpstreamClient) async {
    while !Task.isCancelled, let report = state.withLock({ $0.queue.next() }) {
      let mayBeSent = state.withLock { $0.limits.allows(at: EventLoop.nowNanoseconds) }
      let isSent = mayBeSent ? await send(report, with: client) : false
      state.withLock { $0.queue.settle(isSent: isSent) }
    }
  }

  private func send(_ report: ReportQueue.Report, with client: UpstreamClient) async -> Bool {
    var random = SystemRandomNumberGenerator()
    let id = HexWord.text(random.next()) + HexWord.text(random.next())
    var request = UpstreamRequest(.post, url: address.endpoint)
    request.fields = [
      UpstreamField("Content-Type", "application/x-sentry-envelope"),
      UpstreamField(
        "X-Sentry-Auth",
        "Sentry sentry_version=7, sentry_client=floe/\(origin.release), "
          + "sentry_key=\(address.publicKey)"),
    ]
    request.body = UpstreamBody(
      SentryEnvelope(
        report.event, id: id, at: report.milliseconds, repetitions: report.repetitions,
        from: origin
      ).bytes)
    request.timeouts = UpstreamTimeouts(
      connect: Self.timeout, firstByte: Self.timeout, deadline: Self.timeout)
    do throws(UpstreamFailure) {
      let response = try await client.collect(request, limit: Self.answerMax)
      state.withLock {
        $0.limits.note(
          status: response.head.status, rateLimits: response.head.first("x-sentry-rate-limits"),
          retryAfter: response.head.first("retry-after"), at: EventLoop.nowNanoseconds)
      }
      return (200...299).contains(response.head.status)
    } catch {
      return false
    }
  }
}
