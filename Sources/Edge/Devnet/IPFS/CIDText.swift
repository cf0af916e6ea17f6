/// The texts of CIDs that the local gateways know: version 1 in base32 with SHA-256.
enum CIDText {
  /// The numbers of the two codecs.
  static let raw: UInt8 = 0x55
  static let dagPB: UInt8 = 0x70

  private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// The binary form of the CID of a block.
  static func bytes(of block: [UInt8], codec: UInt8) -> [UInt8] {
    [1, codec, 0x12, 32] + Digest.sha256(block)
  }

  /// The text of a CID in its binary form.
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = [UInt8(ascii: "b")]
    var buffer = 0
    var count = 0
    for byte in bytes {
      buffer = (buffer << 8 | Int(byte)) & 0xffff
      count += 8
      while count >= 5 {
        count -= 5
        text.append(digits[buffer >> count & 31])
      }
    }
    if count > 0 { text.append(digits[buffer << (5 - count) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }
}
