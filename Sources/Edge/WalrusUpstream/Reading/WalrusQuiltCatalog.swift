package import ContentDelivery
internal import EventLoops
internal import HTTPClient
internal import Resilience
internal import Traces
package import WalrusIdentity

/// Lists of quilt patches, asked of the same aggregators as content.
package final class WalrusQuiltCatalog: QuiltCatalog {
  private let source: WalrusBlobSource

  /// The longest list that is taken, in bytes: 666 patches with room for their tags.
  private static let listBytesMax = 8 << 20

  /// A catalogue over the aggregators of a source.
  package init(_ source: WalrusBlobSource) {
    self.source = source
  }

  package func patches(of quilt: BlobID) async throws(OriginFailure) -> [UInt8] {
    var plan = source.plan()
    var last = OriginFailure(
      .unavailable, retryAfter: source.selection.recovery, attempts: 0)
    var retryCount = 0
    while let endpoint = source.selection.choose(for: plan.purpose, excluding: plan.excluded) {
      plan.began(on: endpoint)
      switch await ask(endpoint, quilt) {
      case .success(let list):
        return list
      case .failure(let ended):
        if Task.isCancelled { throw OriginFailure(.cancelled, attempts: plan.tried.count) }
        last = ended.failure
        if case .finish(let failure) = plan.failed(ended.failure, isLocal: ended.isLocal) {
          throw failure
        }
        if plan.purpose == .retry {
          retryCount += 1
          await pause(beforeRetry: retryCount)
        }
      }
    }
    throw plan.surrender(last)
  }

  private func pause(beforeRetry number: Int) async {
    let delay = source.settings.health.backoff.delay(beforeRetry: number)
    await source.client.loop.sleep(milliseconds: UInt64(delay / .milliseconds(1)))
  }

  private struct Ended: Error {
    let failure: OriginFailure
    let isLocal: Bool
  }

  private func ask(_ endpoint: Int, _ quilt: BlobID) async -> Result<[UInt8], Ended> {
    let name = source.endpoints[endpoint].source
    var upstream = source.upstreamRequest("/v1/quilts/\(quilt)/patches", on: endpoint)
    let span = upstream.beginSpan(in: TraceScope.current)
    do throws(UpstreamFailure) {
      let response = try await source.client.collect(upstream, limit: Self.listBytesMax)
      let status = response.head.status
      span?.end(status: status, .succeeded(response.report))
      var record = AttemptRecord(
        endpoint: endpoint, status: status, outcome: .succeeded(response.report))
      record.retryAfter = AggregatorAnswer.retryAfter(response.head)
      source.selection.ended(record)
      if status == 200, response.body.first == UInt8(ascii: "[") { return .success(response.body) }
      let failure = OriginFailure(
        Self.code(status), retryAfter: AggregatorAnswer.retryAfter(response.head),
        lastStatus: status, source: name)
      return .failure(Ended(failure: failure, isLocal: false))
    } catch {
      span?.end(status: nil, .failed(error, UpstreamReport()))
      source.selection.ended(
        AttemptRecord(
          endpoint: endpoint, status: nil, outcome: .failed(error, UpstreamReport())))
      let failure = OriginFailure(OriginFailure.Code(error), source: name)
      return .failure(Ended(failure: failure, isLocal: error.isLocal))
    }
  }

  private static func code(_ status: Int) -> OriginFailure.Code {
    switch status {
    case 400: .badIdentifier
    case 404: .notFound
    case 451: .blocked
    case 200...399: .malformed
    default: .unavailable
    }
  }
}
