internal import EventLoops
package import HTTPClient
internal import JSON
internal import Locks
internal import Resilience
package import Traces

/// Sends spans to a receiver of OTLP over HTTP, in batches, from one loop; nobody waits for it.
package final class SpanExporter: Sendable {
  /// Where spans are sent, and within which limits.
  package struct Target: Sendable {
    /// The whole URL, which ends in `/v1/traces`.
    package var url: String
    /// Sent with each request.
    package var fields: [UpstreamField]
    package var timeout: Duration
    package var spansMax: Int
    package var batchMax: Int

    /// A target within these limits.
    package init(
      url: String, fields: [UpstreamField], timeout: Duration, spansMax: Int, batchMax: Int
    ) {
      self.url = url
      self.fields = fields
      self.timeout = timeout
      self.spansMax = spansMax
      self.batchMax = batchMax
    }
  }

  /// Bytes of an answer that are read.
  private static let answerMax = 64 << 10

  private let target: Target
  private let resource: ExportResource
  private let backlog: Mutex<ExportBacklog<SpanRecord>>
  /// Told of what an operator should know, in a sentence.
  private let complain: @Sendable (String) -> Void

  /// An exporter that has nothing to send.
  package init(
    _ target: Target, resource: ExportResource, complain: @escaping @Sendable (String) -> Void
  ) {
    self.target = target
    self.resource = resource
    self.complain = complain
    backlog = Mutex(ExportBacklog(itemsMax: target.spansMax, batchMax: target.batchMax))
  }

  /// What has become of all spans so far.
  package var counts: ExportBacklog<SpanRecord>.Counts { backlog.withLock { $0.counts } }

  /// Spans that wait.
  package var waitingCount: Int { backlog.withLock { $0.count } }

  /// Adds spans to what waits.
  package func add(_ spans: [SpanRecord]) { backlog.withLock { $0.add(spans) } }

  /// Sends what is due, batch by batch; to be called by a task on the client's loop, one at a time.
  package func sendDue(with client: UpstreamClient) async {
    while !Task.isCancelled,
      let batch = backlog.withLock({ $0.next(at: EventLoop.nowNanoseconds) })
    {
      let (verdict, rejected) = await send(batch, with: client)
      backlog.withLock { backlog in
        var chance = Chance()
        backlog.settle(
          verdict, rejected: rejected, at: EventLoop.nowNanoseconds, using: &chance)
      }
    }
  }

  private func send(
    _ batch: [SpanRecord], with client: UpstreamClient
  ) async -> (verdict: DeliveryVerdict, rejected: Int) {
    var request = UpstreamRequest(.post, url: target.url)
    request.fields = [UpstreamField("Content-Type", "application/json")] + target.fields
    request.body = UpstreamBody(SpanDocument.json(batch, from: resource).bytes)
    request.timeouts = UpstreamTimeouts(firstByte: target.timeout, deadline: target.timeout)
    do throws(UpstreamFailure) {
      let response = try await client.collect(request, limit: Self.answerMax)
      let verdict = DeliveryVerdict(
        status: response.head.status, retryAfter: response.head.first("retry-after"))
      if case .refused(let status) = verdict {
        complain("the receiver of spans refused \(batch.count) of them with status \(status)")
      }
      guard verdict == .taken else { return (verdict, 0) }
      let rejected = Self.rejectedCount(response.body)
      if rejected > 0 { complain("the receiver of spans rejected \(rejected) of them") }
      return (verdict, rejected)
    } catch {
      if error == .invalidRequest {
        complain("spans cannot be sent: the address or a field is malformed")
        return (.refused(status: 0), 0)
      }
      return (.later(seconds: nil), 0)
    }
  }

  /// How many spans an answer says were not taken: `partialSuccess.rejectedSpans`.
  package static func rejectedCount(_ body: [UInt8]) -> Int {
    let document = (try? JSONReader.read(body)) ?? .null
    let rejected = document["partialSuccess"]["rejectedSpans"]
    return rejected.string.flatMap { Int($0) } ?? Int(clamping: rejected.integer ?? 0)
  }
}
