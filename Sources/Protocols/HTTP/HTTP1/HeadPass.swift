import Bytes

/// One pass over the bytes of a head, from the first.
///
/// Every decision rests on bytes in order and never on how many follow, so however the input is
/// split, the first fault found is the same.
struct HeadPass: ~Copyable {
  let limits: RequestLimits
  /// Where the next line starts.
  private var position = 0
  /// After an unfinished pass: how far the unfinished line holds nothing of note.
  private(set) var scanned = 0
  /// After an unfinished pass: the length at which the unfinished line is too long.
  private(set) var ceiling = 0

  init(limits: RequestLimits) {
    self.limits = limits
  }

  /// Fills the head. The length of the whole head, or `nil` when more bytes are needed.
  mutating func run(_ bytes: Span<UInt8>, into head: RequestHead) throws(Rejection) -> Int? {
    guard let start = try skipEmptyLine(bytes) else { return nil }
    ceiling = start + limits.requestLineCeiling
    guard let lineEnd = try endOfLine(bytes, from: start, tooLong: .targetTooLong) else {
      return nil
    }
    try head.readRequestLine(bytes, start..<lineEnd, limits: limits)
    position = lineEnd + 2
    if let headLength = head.recallFields(bytes, from: position, limits: limits) {
      return headLength
    }
    ceiling = limits.headBytesMax
    let fieldsStart = position
    head.forgetFields()
    guard try readFields(bytes, into: head) else { return nil }
    if position > limits.headBytesMax { throw .headTooLarge }
    try head.settleFraming(bytes, headLength: position)
    head.rememberFields(bytes, from: fieldsStart, upTo: position)
    return position
  }

  /// One empty line before the request line is forgiven (RFC 9112 §2.2).
  private mutating func skipEmptyLine(_ bytes: Span<UInt8>) throws(Rejection) -> Int? {
    guard bytes.count > 0 else { return nil }
    guard bytes[0] == ASCII.carriageReturn else { return 0 }
    ceiling = 2
    guard bytes.count > 1 else { return nil }
    if bytes[1] != ASCII.lineFeed { throw .bareCarriageReturn }
    return 2
  }

  /// Reads field lines up to and with the empty one; false when more bytes are needed.
  private mutating func readFields(
    _ bytes: Span<UInt8>, into head: RequestHead
  ) throws(Rejection) -> Bool {
    while true {
      let start = position
      let end = min(bytes.count, ceiling)
      let colon = bytes.firstControl(or: ASCII.colon, from: start, upTo: end)
      guard let lineEnd = try endOfLine(bytes, from: colon, tooLong: .headTooLarge) else {
        return false
      }
      position = lineEnd + 2
      if lineEnd == start { return true }
      if position > limits.headBytesMax { throw .headTooLarge }
      if head.fields.count >= limits.fieldCountMax { throw .tooManyFields }
      try head.readField(bytes, start..<lineEnd, colon: colon)
    }
  }

  /// The index of the CR that ends the line, or `nil` when the bytes run out first.
  @inline(__always)
  private mutating func endOfLine(
    _ bytes: Span<UInt8>, from start: Int, tooLong: Rejection
  ) throws(Rejection) -> Int? {
    let end = min(bytes.count, ceiling)
    var position = start
    while true {
      position = bytes.firstControl(from: position, upTo: end)
      if position >= end {
        if bytes.count >= ceiling { throw tooLong }
        scanned = end
        return nil
      }
      switch bytes[position] {
      case ASCII.carriageReturn:
        guard position + 1 < bytes.count else {
          scanned = position
          return nil
        }
        if bytes[position + 1] != ASCII.lineFeed { throw .bareCarriageReturn }
        return position
      case ASCII.tab: position += 1
      case ASCII.lineFeed: throw .bareLineFeed
      default: throw .controlByte
      }
    }
  }
}
