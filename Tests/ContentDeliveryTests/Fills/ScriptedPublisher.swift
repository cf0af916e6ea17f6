import WalrusIdentity

@testable import ContentDelivery

/// A publisher, and a catalogue of quilts, whose answers are set beforehand.
final class ScriptedPublisher: BlobPublisher, QuiltCatalog {
  var receipt: Result<PublishReceipt, PublishFailure> = .failure(PublishFailure(.noPublisher))
  var list: Result<[UInt8], OriginFailure> = .failure(OriginFailure(.notFound))
  private(set) var published: [(body: [UInt8], options: PublishOptions)] = []

  func publish(
    _ body: [UInt8], options: PublishOptions
  ) async throws(PublishFailure) -> PublishReceipt {
    published.append((body, options))
    return try receipt.get()
  }

  func patches(of quilt: BlobID) async throws(OriginFailure) -> [UInt8] { try list.get() }
}
