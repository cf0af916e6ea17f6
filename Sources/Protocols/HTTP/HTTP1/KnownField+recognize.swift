import Bytes

extension KnownField {
  /// The known field whose name lies in `bytes[start..<start + length]`, in any case.
  ///
  /// Names are compared as words of eight bytes with the case bit set. The bytes must hold no
  /// control characters: among the others only a letter becomes a letter and only `-` a `-`, so a
  /// match also proves that the name is a token. The overlapping last word covers what the first
  /// ones leave out.
  static func recognize(_ bytes: Span<UInt8>, at start: Int, length: Int) -> KnownField? {
    let caseBits: UInt64 = 0x2020_2020_2020_2020
    if length <= 8 {
      let word = (bytes.word(at: start, length: length) | caseBits) & ByteLanes.keep(length)
      return short(word, length: length)
    }
    guard length <= 32 else { return nil }
    // Every word below lies in these bytes, which are longer than one.
    precondition(start >= 0 && start &+ length <= bytes.count, "a name leaves the bytes")
    let first = unsafe bytes.uncheckedWord(at: start) | caseBits
    let last = unsafe bytes.uncheckedWord(at: start &+ length &- 8) | caseBits
    if length <= 16 { return medium(first, last, length: length) }
    let second = unsafe bytes.uncheckedWord(at: start &+ 8) | caseBits
    if length <= 24 { return long(first, second, last, length: length) }
    let third = unsafe bytes.uncheckedWord(at: start &+ 16) | caseBits
    return longest(first, second, third, last, length: length)
  }

  private static func short(_ word: UInt64, length: Int) -> KnownField? {
    switch length {
    case 2:
      switch word {
      case 0x0000_0000_0000_6574: .te
      default: nil
      }
    case 3:
      switch word {
      case 0x0000_0000_0061_6976: .via
      default: nil
      }
    case 4:
      switch word {
      case 0x0000_0000_6574_6164: .date
      case 0x0000_0000_7473_6f68: .host
      default: nil
      }
    case 5:
      switch word {
      case 0x0000_0065_676e_6172: .range
      default: nil
      }
    case 6:
      switch word {
      case 0x0000_7470_6563_6361: .accept
      case 0x0000_6569_6b6f_6f63: .cookie
      case 0x0000_7463_6570_7865: .expect
      case 0x0000_6e69_6769_726f: .origin
      case 0x0000_616d_6761_7270: .pragma
      default: nil
      }
    case 7:
      switch word {
      case 0x0072_6572_6566_6572: .referer
      case 0x0072_656c_6961_7274: .trailer
      case 0x0065_6461_7267_7075: .upgrade
      default: nil
      }
    case 8:
      switch word {
      case 0x6863_7461_6d2d_6669: .ifMatch
      case 0x6567_6e61_722d_6669: .ifRange
      default: nil
      }
    default: nil
    }
  }

  private static func medium(
    _ first: UInt64, _ last: UInt64, length: Int
  ) -> KnownField? {
    switch length {
    case 9:
      switch (first, last) {
      case (0x6564_7261_7772_6f66, 0x6465_6472_6177_726f): .forwarded
      case (0x656b_2d69_7061_2d78, 0x7965_6b2d_6970_612d): .xAPIKey
      case (0x692d_6c61_6572_2d78, 0x7069_2d6c_6165_722d): .xRealIP
      default: nil
      }
    case 10:
      switch (first, last) {
      case (0x6974_6365_6e6e_6f63, 0x6e6f_6974_6365_6e6e): .connection
      case (0x6174_7365_6361_7274, 0x6574_6174_7365_6361): .tracestate
      case (0x6567_612d_7265_7375, 0x746e_6567_612d_7265): .userAgent
      default: nil
      }
    case 11:
      switch (first, last) {
      case (0x7261_7065_6361_7274, 0x746e_6572_6170_6563): .traceparent
      default: nil
      }
    case 12:
      switch (first, last) {
      case (0x2d74_6e65_746e_6f63, 0x6570_7974_2d74_6e65): .contentType
      case (0x7365_7571_6572_2d78, 0x6469_2d74_7365_7571): .xRequestID
      default: nil
      }
    case 13:
      switch (first, last) {
      case (0x7a69_726f_6874_7561, 0x6e6f_6974_617a_6972): .authorization
      case (0x6f63_2d65_6863_6163, 0x6c6f_7274_6e6f_632d): .cacheControl
      case (0x2d65_6e6f_6e2d_6669, 0x6863_7461_6d2d_656e): .ifNoneMatch
      case (0x6576_652d_7473_616c, 0x6469_2d74_6e65_7665): .lastEventID
      default: nil
      }
    case 14:
      switch (first, last) {
      case (0x2d74_6e65_746e_6f63, 0x6874_676e_656c_2d74): .contentLength
      default: nil
      }
    case 15:
      switch (first, last) {
      case (0x652d_7470_6563_6361, 0x676e_6964_6f63_6e65): .acceptEncoding
      case (0x6c2d_7470_6563_6361, 0x6567_6175_676e_616c): .acceptLanguage
      case (0x6574_6f70_6d65_6469, 0x7965_6b2d_7963_6e65): .idempotencyKey
      case (0x7261_7772_6f66_2d78, 0x726f_662d_6465_6472): .xForwardedFor
      default: nil
      }
    case 16:
      switch (first, last) {
      case (0x2d74_6e65_746e_6f63, 0x676e_6964_6f63_6e65): .contentEncoding
      case (0x6f63_2d79_786f_7270, 0x6e6f_6974_6365_6e6e): .proxyConnection
      case (0x7261_7772_6f66_2d78, 0x7473_6f68_2d64_6564): .xForwardedHost
      default: nil
      }
    default: nil
    }
  }

  private static func long(
    _ first: UInt64, _ second: UInt64, _ last: UInt64, length: Int
  ) -> KnownField? {
    switch length {
    case 17:
      switch (first, second, last) {
      case (0x6669_646f_6d2d_6669, 0x636e_6973_2d64_6569, 0x6563_6e69_732d_6465): .ifModifiedSince
      case (0x7362_6577_2d63_6573, 0x656b_2d74_656b_636f, 0x7965_6b2d_7465_6b63): .secWebSocketKey
      case (0x7265_6673_6e61_7274, 0x6e69_646f_636e_652d, 0x676e_6964_6f63_6e65): .transferEncoding
      case (0x7261_7772_6f66_2d78, 0x746f_7270_2d64_6564, 0x6f74_6f72_702d_6465): .xForwardedProto
      default: nil
      }
    case 19:
      switch (first, second, last) {
      case (0x646f_6d6e_752d_6669, 0x6973_2d64_6569_6669, 0x6563_6e69_732d_6465): .ifUnmodifiedSince
      default: nil
      }
    case 21:
      switch (first, second, last) {
      case (0x7362_6577_2d63_6573, 0x6576_2d74_656b_636f, 0x6e6f_6973_7265_762d):
        .secWebSocketVersion
      default: nil
      }
    case 22:
      switch (first, second, last) {
      case (0x7362_6577_2d63_6573, 0x7270_2d74_656b_636f, 0x6c6f_636f_746f_7270):
        .secWebSocketProtocol
      default: nil
      }
    case 24:
      switch (first, second, last) {
      case (0x7362_6577_2d63_6573, 0x7865_2d74_656b_636f, 0x736e_6f69_736e_6574):
        .secWebSocketExtensions
      default: nil
      }
    default: nil
    }
  }

  private static func longest(
    _ first: UInt64, _ second: UInt64, _ third: UInt64, _ last: UInt64, length: Int
  ) -> KnownField? {
    switch length {
    case 29:
      switch (first, second, third, last) {
      case (
        0x632d_7373_6563_6361, 0x722d_6c6f_7274_6e6f, 0x6d2d_7473_6575_7165, 0x646f_6874_656d_2d74
      ): .accessControlRequestMethod
      default: nil
      }
    case 30:
      switch (first, second, third, last) {
      case (
        0x632d_7373_6563_6361, 0x722d_6c6f_7274_6e6f, 0x682d_7473_6575_7165, 0x7372_6564_6165_682d
      ): .accessControlRequestHeaders
      default: nil
      }
    default: nil
    }
  }
}
