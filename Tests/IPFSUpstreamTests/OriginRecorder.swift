import ContentDelivery

/// A receiver that writes down what it is told and does as the test wants.
final class OriginRecorder: OriginReceiver {
  private(set) var heads: [OriginHead] = []
  private(set) var body: [UInt8] = []
  private(set) var ends: [OriginFailure?] = []
  var onBytes: (_ total: Int) -> OriginDemand = { _ in .more }
  /// Lets bytes flow again.
  var resume: () -> Void = {}
  private var onEnd: (() -> Void)?

  func received(head: OriginHead) { heads.append(head) }

  func received(bytes: RawSpan) -> OriginDemand {
    bytes.withUnsafeBytes { body.append(contentsOf: $0) }
    return onBytes(body.count)
  }

  func completed(_ failure: OriginFailure?) {
    ends.append(failure)
    onEnd?()
    onEnd = nil
  }

  /// Waits until the fetch is completed.
  func end() async -> OriginFailure? {
    if ends.isEmpty {
      await withCheckedContinuation { continuation in onEnd = { continuation.resume() } }
    }
    return ends[0]
  }
}
