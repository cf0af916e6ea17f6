/// One of the 16,384 parts into which a cluster divides all keys.
package struct ClusterSlot: Sendable, Hashable {
  /// Slots of a cluster.
  package static let count = 16384

  /// From 0 to 16,383.
  package let number: Int

  /// A slot by its number.
  package init?(number: Int) {
    guard (0..<Self.count).contains(number) else { return nil }
    self.number = number
  }

  /// The slot of a key: of what stands between its first `{` and the next `}`, if that is not empty,
  /// so that keys with the same tag live together; else of the whole key.
  package init(of key: [UInt8]) {
    var tagged = key[...]
    if let open = key.firstIndex(of: UInt8(ascii: "{")),
      let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
    {
      tagged = key[(open + 1)..<close]
    }
    number = Int(Self.checksum(tagged)) % Self.count
  }

  /// CRC-16/XMODEM: polynomial 0x1021, starts at 0, nothing reflected.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var remainder: UInt16 = 0
    for byte in bytes {
      remainder ^= UInt16(byte) << 8
      for _ in 0..<8 {
        remainder = remainder & 0x8000 == 0 ? remainder << 1 : remainder << 1 ^ 0x1021
      }
    }
    return remainder
  }
}
