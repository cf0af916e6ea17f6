package import ContentDelivery
internal import HTTPClient
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
    var last = OriginFailure(.unavailable, attempts: 0)
    while let endpoint = source.selection.choose(excluding: plan.tried) {
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
      }
    }
    throw last
  }

  private struct Ended: Error {
    let failure: OriginFailure
    let isLocal: Bool
  }

  private func ask(_ endpoint: Int, _ quilt: BlobID) async -> Result<[UInt8], Ended> {
    let name = source.endpoints[endpoint].source
    do throws(UpstreamFailure) {
      let response = try await source.client.collect(
        source.upstreamRequest("/v1/quilts/\(quilt)/patches", on: endpoint),
        limit: Self.listBytesMax)
      let status = response.head.status
      source.selection.ended(
        AttemptRecord(endpoint: endpoint, status: status, outcome: .succeeded(response.report)))
      if status == 200, response.body.first == UInt8(ascii: "[") { return .success(response.body) }
      let failure = OriginFailure(
        Self.code(status), retryAfter: AggregatorAnswer.retryAfter(response.head),
        lastStatus: status, source: name)
      return .failure(Ended(failure: failure, isLocal: false))
    } catch {
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
