import WalrusIdentity

@testable import ContentDelivery

/// A publisher, and a catalogue of quilts, whose answers are set beforehand.
final class ScriptedPublisher: BlobPublisher, QuiltCatalog {
  var receipt: Result<PublishReceipt, PublishFailure> = .failure(PublishFailure(.noPublisher))
  var list: Result<[UInt8], OriginFailure> = .failure(OriginFailure(.notFound))
  /// Whether lists wait until they are released.
  var isHeld = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private(set) var listCount = 0
  private(set) var published: [(body: [UInt8], options: PublishOptions)] = []

  func publish(
    _ body: [UInt8], options: PublishOptions
  ) async throws(PublishFailure) -> PublishReceipt {
    published.append((body, options))
    return try receipt.get()
  }

  func patches(of quilt: BlobID) async throws(OriginFailure) -> [UInt8] {
    listCount += 1
    if isHeld { await withCheckedContinuation { waiting.append($0) } }
    if Task.isCancelled { throw OriginFailure(.cancelled) }
    return try list.get()
  }

  /// Lets the lists that wait go on.
  func release() {
    let released = waiting
    waiting = []
    for continuation in released { continuation.resume() }
  }
}
