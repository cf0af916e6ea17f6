import HTTPClient

/// A handler that writes down what it is told and does as the test wants.
final class Recorder: UpstreamHandler {
  private(set) var heads: [UpstreamHead] = []
  private(set) var body: [UInt8] = []
  private(set) var outcomes: [UpstreamOutcome] = []
  var onHead: (UpstreamHead) -> Void = { _ in }
  var onBytes: (_ count: Int, _ total: Int) -> Demand = { _, _ in .more }
  private var onEnd: (() -> Void)?

  func received(head: UpstreamHead) {
    heads.append(head)
    onHead(head)
  }

  func received(bytes: RawSpan) -> Demand {
    bytes.withUnsafeBytes { body.append(contentsOf: $0) }
    return onBytes(bytes.byteCount, body.count)
  }

  func completed(_ outcome: UpstreamOutcome) {
    outcomes.append(outcome)
    onEnd?()
    onEnd = nil
  }

  /// Waits until the exchange is completed.
  func end() async -> UpstreamOutcome {
    if outcomes.isEmpty {
      await withCheckedContinuation { continuation in onEnd = { continuation.resume() } }
    }
    return outcomes[0]
  }
}
