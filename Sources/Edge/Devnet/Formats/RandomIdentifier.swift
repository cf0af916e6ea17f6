/// Identifiers that the chain would have made.
enum RandomIdentifier {
  /// An object id: `0x` and 64 hex digits.
  static func object() -> String {
    "0x"
      + bytes().map { byte in
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
      }.joined()
  }

  /// A transaction digest: 32 bytes in base58.
  static func transaction() -> String {
    Base58Text.encode(bytes())
  }

  private static func bytes() -> [UInt8] {
    (0..<32).map { _ in UInt8.random(in: 0...255) }
  }
}
