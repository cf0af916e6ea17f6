/// A place among the readers of a content in slices. Giving it up, by letting go of it, tells the
/// content's home.
final class SliceSeat: Sendable {
  let content: SlicedContent
  /// Whether the last byte is held back until it is known what the content is.
  let isHeld: Bool
  private let reader: Int
  private let home: ShardConfined<FillShard>

  /// The place of a reader that the home knows by a number.
  init(
    _ content: SlicedContent, reader: Int, home: ShardConfined<FillShard>, isHeld: Bool = false
  ) {
    self.content = content
    self.isHeld = isHeld
    self.reader = reader
    self.home = home
  }

  deinit {
    home.post { [reader, identity = ObjectIdentifier(content)] shard in
      shard.sliceReaderLeft(reader, of: identity)
    }
  }

  /// What is known of the content, as it is told to the reader.
  var metadata: ContentMetadata {
    var metadata = content.metadata
    if isHeld { metadata.proof = .pending }
    return metadata
  }

  /// Asks for the first of some slices, which are wanted in turn; those before it have been read.
  func ask(for slices: Range<Int>) async -> SliceAnswer {
    let (content, reader) = (content, reader)
    return await home.run { $0.slice(for: reader, of: content, slices) }
  }
}
