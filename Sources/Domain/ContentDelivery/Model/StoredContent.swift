package import Bytes
internal import Synchronization

/// Content in memory: its bytes, what is known about them, and the part of its response head that
/// is the same for every request.
///
/// It exists once, however many shards answer with it; each keeps a reference and copies of the
/// addresses inside, so that a hit touches no memory that another core writes. The one exception
/// is the count of hits, which stops at a small maximum and so is mostly read.
///
/// `@safe`: the head block is written in the initialiser, never after, and lives as long as the
/// instance. Unchecked `Sendable` for the same reason: all of it is constant but for atomics.
@safe
package final class StoredContent: @unchecked Sendable {
  /// Bytes of budget that go with each content besides its body: the object, its head block,
  /// its places in tables. To be charged as the placement's overhead.
  package static let overhead = 2048

  /// The most hits that are remembered.
  package static let hitsMax: UInt8 = 3

  /// What it is found by.
  package let key: ContentKey
  /// What is known about it.
  package let metadata: ContentMetadata
  /// Its bytes, all of them.
  package let body: BodyBuffer
  /// The fields of its responses, for those that are not answered from the head block.
  package let fields: ContentFields
  let head: HeadBlock

  /// Content whose body is finished.
  ///
  /// - Parameter onContentDomain: whether active types may be sent inline.
  package init(
    key: ContentKey, metadata: ContentMetadata, body: BodyBuffer, onContentDomain: Bool = false
  ) {
    precondition(body.isFinished && body.count == metadata.length, "the body is not whole")
    self.key = key
    self.metadata = metadata
    self.body = body
    fields = ContentFields(metadata, onContentDomain: onContentDomain)
    head = HeadBlock(fields, length: metadata.length)
  }

  deinit {
    head.deallocate()
  }

  /// Whether it may be served without asking again.
  package func isFresh(at seconds: Int64) -> Bool { seconds < metadata.freshUntil }

  /// Hits since they were last forgotten, `hitsMax` at most.
  package var hits: UInt8 { head.hits }

  /// Takes note of a hit that was answered from the task path.
  package func noteHit() { head.noteHit() }
}
