import Bytes

extension ChunkedDecoder {
  /// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )` (RFC 9112 §7.1.1).
  mutating func stepExtension(_ byte: UInt8) throws(Rejection) {
    if byte == ASCII.lineFeed { throw .bareLineFeed }
    if byte != ASCII.carriageReturn { try countExtension() }
    switch state {
    case .extensionQuoted:
      if byte == ASCII.quote {
        state = .extensionEnd
      } else if byte == ASCII.backslash {
        state = .extensionEscaped
      } else {
        try checkText(byte)
      }
    case .extensionEscaped:
      try checkText(byte)
      state = .extensionQuoted
    case .extensionStart, .extensionEquals:
      if ASCII.isBlank(byte) { return }
      if state == .extensionEquals, byte == ASCII.quote {
        state = .extensionQuoted
      } else if ByteSet.token.contains(byte) {
        state = state == .extensionStart ? .extensionName : .extensionValue
      } else {
        throw .malformedChunkExtension
      }
    default: try stepExtensionToken(byte)
    }
  }

  private mutating func stepExtensionToken(_ byte: UInt8) throws(Rejection) {
    switch byte {
    case ASCII.carriageReturn: state = .sizeLineFeed
    case ASCII.semicolon: state = .extensionStart
    case ASCII.equals where state == .extensionName: state = .extensionEquals
    default:
      guard state != .extensionEnd, ByteSet.token.contains(byte) else {
        throw .malformedChunkExtension
      }
    }
  }

  private func checkText(_ byte: UInt8) throws(Rejection) {
    if byte != ASCII.tab, byte < 0x20 || byte == 0x7F { throw .malformedChunkExtension }
  }
}
