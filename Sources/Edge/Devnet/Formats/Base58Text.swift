/// Base58 with the alphabet of Bitcoin, as Sui writes transaction digests.
enum Base58Text {
  private static let alphabet = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// The text of some bytes; every leading zero byte is a `1`.
  static func encode(_ bytes: [UInt8]) -> String {
    var digits: [Int] = []
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        carry += digits[index] << 8
        digits[index] = carry % 58
        carry /= 58
      }
      while carry > 0 {
        digits.append(carry % 58)
        carry /= 58
      }
    }
    let zeros = bytes.prefix { $0 == 0 }.map { _ in alphabet[0] }
    return String(decoding: zeros + digits.reversed().map { alphabet[$0] }, as: UTF8.self)
  }
}
