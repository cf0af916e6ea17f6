import Bytes
import WalrusIdentity

@testable import ContentDelivery

/// Contents and keys made up from numbers.
enum SampleContent {
  static let secret = ContentKeySecret(0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210)

  /// The blob id of a number; different numbers differ everywhere.
  static func blob(_ number: Int) -> BlobID {
    var word = UInt64(number) &+ 1
    func next() -> UInt64 {
      word = (word ^ word >> 29) &* 0xbf58_476d_1ce4_e5b9 &+ 0x9e37_79b9_7f4a_7c15
      return word
    }
    return BlobID(words: (next(), next(), next(), next()))
  }

  /// The key of a number.
  static func key(_ number: Int) -> ContentKey { ContentKey(blob(number)) }

  /// A finished body with these bytes, charged to a budget.
  static func body(
    _ bytes: [UInt8], pagesThreshold: Int = .max, declared: Bool = true,
    budget: ByteBudget = ByteBudget(limit: 1 << 30, mappingsMax: 16)
  ) throws -> BodyBuffer {
    let placement = BodyBufferPlacement(
      pagesThreshold: pagesThreshold, lengthMax: 1 << 30, overhead: StoredContent.overhead)
    let body = try BodyBuffer(
      length: declared ? bytes.count : nil, placement: placement, budget: budget)
    try body.append(bytes.span)
    try body.finish()
    return body
  }

  /// Metadata of a blob.
  static func metadata(
    _ blob: BlobID, length: Int, type: String = "text/plain", proof: ContentProof = .unverified
  ) -> ContentMetadata {
    ContentMetadata(
      length: length, contentType: type, entityTag: "\"\(blob)\"", source: "aggregator.example",
      proof: proof, storedAt: 1000, freshUntil: 2000)
  }

  /// Stored content of a number.
  static func content(
    _ number: Int, _ bytes: [UInt8] = Array("hello".utf8), type: String = "text/plain",
    proof: ContentProof = .unverified, budget: ByteBudget = ByteBudget(limit: 1 << 30)
  ) throws -> StoredContent {
    let id = blob(number)
    return StoredContent(
      key: ContentKey(id),
      metadata: metadata(id, length: bytes.count, type: type, proof: proof),
      body: try body(bytes, budget: budget))
  }

  /// Content of a number without bytes that is charged as if it had some.
  static func standIn(
    _ number: Int, cost: Int, budget: ByteBudget = ByteBudget(limit: 1 << 40)
  ) throws -> StoredContent {
    StoredContent(
      key: key(number), metadata: metadata(blob(number), length: 0, proof: .proven),
      body: try BodyBuffer(standingFor: cost, budget: budget))
  }
}
