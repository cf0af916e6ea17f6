import Bytes

/// Takes the chunked transfer coding off content (RFC 9112 §7.1), whatever pieces it comes in.
///
/// Sizes are at most 16 hexadecimal digits and 63 bits. Extensions are read, bounded and dropped;
/// so are trailers, which are never merged into the fields of the head. Line ends are CR LF and
/// nothing else: a lone LF in chunk framing is what most peers disagree about.
@usableFromInline package struct ChunkedDecoder: Sendable {
  /// Bytes of extensions on one line.
  static let extensionBytesMax = 256
  /// Bytes of extensions in all.
  static let extensionBytesTotalMax = 4_096
  /// Trailer fields.
  static let trailerCountMax = 16
  /// Bytes of trailers in all.
  static let trailerBytesMax = 8_192

  enum State: Sendable {
    case sizeStart, size, blank, extensionStart, extensionName, extensionEquals
    case extensionValue, extensionQuoted, extensionEscaped, extensionEnd, sizeLineFeed
    case data, dataReturn, dataLineFeed
    case trailerStart, trailerName, trailerValue, trailerLineFeed, endLineFeed
    case ended, broken(Rejection)
  }

  var state = State.sizeStart
  /// The size of the chunk, then what of its data is still to come.
  var remaining: UInt64 = 0
  var digitCount: UInt8 = 0
  var trailerCount: UInt8 = 0
  var extensionBytes: UInt16 = 0
  var extensionBytesTotal: UInt16 = 0
  var trailerBytes: UInt16 = 0

  /// Makes a decoder for the content of one message.
  package init() {}

  /// Whether the last chunk and its trailers have been read.
  package var isAtEnd: Bool {
    if case .ended = state { true } else { false }
  }

  /// Takes the next step. Call again with the bytes after those that were consumed.
  package mutating func next(_ bytes: Span<UInt8>) -> ChunkedStep {
    var position = 0
    while position < bytes.count {
      switch state {
      case .data:
        let length = Int(min(remaining, UInt64(bytes.count - position)))
        remaining -= UInt64(length)
        if remaining == 0 { state = .dataReturn }
        return .data(position..<position + length)
      case .ended: return .end(consumed: position)
      case .broken(let rejection): return .rejected(rejection)
      default:
        do throws(Rejection) {
          try step(bytes[position])
        } catch {
          state = .broken(error)
          return .rejected(error)
        }
        position += 1
      }
    }
    return isAtEnd ? .end(consumed: position) : .needsMore
  }

  private mutating func step(_ byte: UInt8) throws(Rejection) {
    switch state {
    case .sizeStart, .size, .blank, .sizeLineFeed: try stepSize(byte)
    case .extensionStart, .extensionName, .extensionEquals, .extensionValue, .extensionQuoted,
      .extensionEscaped, .extensionEnd:
      try stepExtension(byte)
    case .dataReturn:
      guard byte == ASCII.carriageReturn else { throw .malformedChunkEnd }
      state = .dataLineFeed
    case .dataLineFeed:
      guard byte == ASCII.lineFeed else { throw .malformedChunkEnd }
      digitCount = 0
      extensionBytes = 0
      state = .sizeStart
    case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed, .endLineFeed:
      try stepTrailer(byte)
    case .data, .ended, .broken: break
    }
  }

  private mutating func stepSize(_ byte: UInt8) throws(Rejection) {
    switch (state, byte) {
    case (.sizeLineFeed, _):
      guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
      state = remaining == 0 ? .trailerStart : .data
    case (_, ASCII.lineFeed): throw .bareLineFeed
    case (.size, ASCII.carriageReturn): state = .sizeLineFeed
    case (.size, ASCII.semicolon), (.blank, ASCII.semicolon): state = .extensionStart
    // White space before an extension is bad but to be read (RFC 9112 §7.1.1); before the line
    // end it is neither.
    case (.size, ASCII.space), (.size, ASCII.tab), (.blank, ASCII.space), (.blank, ASCII.tab):
      state = .blank
      try countExtension()
    case (.sizeStart, _), (.size, _):
      guard let digit = ASCII.hexValue(byte) else { throw .malformedChunkSize }
      if state == .sizeStart { remaining = 0 }
      digitCount += 1
      if digitCount > 16 { throw .malformedChunkSize }
      remaining = remaining &<< 4 | UInt64(digit)
      if remaining > UInt64(Int64.max) { throw .chunkTooLarge }
      state = .size
    default: throw .malformedChunkSize
    }
  }

  mutating func countExtension() throws(Rejection) {
    extensionBytes += 1
    extensionBytesTotal += 1
    if Int(extensionBytes) > Self.extensionBytesMax
      || Int(extensionBytesTotal) > Self.extensionBytesTotalMax
    {
      throw .chunkExtensionTooLarge
    }
  }
}

extension ChunkedDecoder.State: Equatable {}
