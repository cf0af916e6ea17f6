/// A writer of BCS, the canonical serialization of Sui, as far as quilts need it.
struct SerializedBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  mutating func append(_ number: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: number))
    bytes.append(UInt8(truncatingIfNeeded: number >> 8))
  }

  mutating func append(_ number: UInt32) {
    append(UInt16(truncatingIfNeeded: number))
    append(UInt16(truncatingIfNeeded: number >> 16))
  }

  /// A count, seven bits to a byte, the lowest first.
  mutating func append(count: Int) {
    var rest = count
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func append(_ text: String) {
    append(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ content: [UInt8]) {
    bytes.append(contentsOf: content)
  }

  /// A map from names to values, in the order that it was given.
  mutating func append(_ tags: [QuiltTag]) {
    append(count: tags.count)
    for tag in tags {
      append(tag.name)
      append(tag.value)
    }
  }

  /// The serialized form of one text.
  static func of(_ text: String) -> [UInt8] {
    var serialized = SerializedBytes()
    serialized.append(text)
    return serialized.bytes
  }

  /// The serialized form of a map, whose names must be in canonical order.
  static func of(_ tags: [QuiltTag]) -> [UInt8] {
    var serialized = SerializedBytes()
    serialized.append(tags)
    return serialized.bytes
  }
}
