/// A reader of BCS over bytes from a stranger: every length is checked before it is believed.
struct SerializedReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var remainingCount: Int { bytes.count - position }

  mutating func byte() throws(QuiltFormatError) -> UInt8 {
    guard position < bytes.count else { throw .truncated }
    position += 1
    return bytes[position - 1]
  }

  mutating func number16() throws(QuiltFormatError) -> UInt16 {
    let low = try byte()
    return UInt16(low) | UInt16(try byte()) << 8
  }

  mutating func number32() throws(QuiltFormatError) -> UInt32 {
    let low = try number16()
    return UInt32(low) | UInt32(try number16()) << 16
  }

  /// A count below 2³² in its shortest form.
  mutating func count() throws(QuiltFormatError) -> Int {
    var value = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      let next = try byte()
      value |= Int(next & 0x7f) << shift
      if next < 0x80 {
        guard shift == 0 || next != 0, value <= UInt32.max else { throw .wrongNumber }
        return value
      }
    }
    throw .wrongNumber
  }

  mutating func bytes(_ count: Int) throws(QuiltFormatError) -> ArraySlice<UInt8> {
    guard count <= remainingCount else { throw .truncated }
    position += count
    return bytes[position - count..<position]
  }

  mutating func text() throws(QuiltFormatError) -> String {
    let length = try count()
    guard let text = String(validating: try bytes(length), as: UTF8.self) else {
      throw .notUTF8
    }
    return text
  }

  mutating func tags() throws(QuiltFormatError) -> [QuiltTag] {
    let count = try count()
    // A tag takes two bytes at least; a larger count is a lie that must not reserve memory.
    guard count <= remainingCount / 2 else { throw .truncated }
    var tags: [QuiltTag] = []
    var previous: [UInt8]?
    for _ in 0..<count {
      let name = try text()
      let key = SerializedBytes.of(name)
      if let previous, !previous.lexicographicallyPrecedes(key) { throw .unorderedTags }
      previous = key
      tags.append(QuiltTag(name: name, value: try text()))
    }
    return tags
  }

  func expectEnd() throws(QuiltFormatError) {
    guard remainingCount == 0 else { throw .trailingBytes(remainingCount) }
  }
}
