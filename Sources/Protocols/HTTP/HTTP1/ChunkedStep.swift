/// What a `ChunkedDecoder` found next in the bytes it was given.
@usableFromInline package enum ChunkedStep: Equatable, Sendable {
  /// All bytes were consumed; more are needed.
  case needsMore
  /// Content at this range of the bytes; everything up to its end was consumed.
  case data(Range<Int>)
  /// The content is whole; so many bytes were consumed, what follows is the next request.
  case end(consumed: Int)
  /// The framing is broken and the connection is to be closed.
  case rejected(Rejection)
}
