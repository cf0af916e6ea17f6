import Bytes

extension ChunkedDecoder {
  /// Trailer fields (RFC 9112 §7.1.2) are checked like fields of the head, bounded and dropped.
  mutating func stepTrailer(_ byte: UInt8) throws(Rejection) {
    if case .endLineFeed = state {
      guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
      state = .ended
      return
    }
    if case .trailerLineFeed = state {
      guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
      state = .trailerStart
      return
    }
    if byte == ASCII.lineFeed { throw .bareLineFeed }
    if case .trailerStart = state, byte == ASCII.carriageReturn {
      state = .endLineFeed
      return
    }
    trailerBytes += 1
    if Int(trailerBytes) > Self.trailerBytesMax { throw .trailersTooLarge }
    switch state {
    case .trailerStart:
      guard ByteSet.token.contains(byte) else { throw .malformedTrailer }
      trailerCount += 1
      if Int(trailerCount) > Self.trailerCountMax { throw .trailersTooLarge }
      state = .trailerName
    case .trailerName:
      if byte == ASCII.colon {
        state = .trailerValue
      } else if !ByteSet.token.contains(byte) {
        throw .malformedTrailer
      }
    default:
      if byte == ASCII.carriageReturn {
        state = .trailerLineFeed
      } else if byte != ASCII.tab, byte < 0x20 || byte == 0x7F {
        throw .malformedTrailer
      }
    }
  }
}
