/// Reads the fields of a protobuf message one after the other, by their places in a block.
struct ProtobufReader {
  /// A field and what it holds.
  struct Field {
    let number: UInt64
    let value: Value
  }

  /// What a field holds, by its wire type.
  enum Value {
    case integer(UInt64)
    case fixed64
    case fixed32
    /// Bytes at this place of the block.
    case bytes(Range<Int>)
  }

  /// The most bytes of an integer.
  private static let integerByteCountMax = 10

  private var position: Int
  private let end: Int

  /// A reader of the message at this place.
  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field; nil after the last.
  mutating func next(in block: Span<UInt8>) throws(UnixFSError) -> Field? {
    guard position < end else { return nil }
    let key = try integer(in: block)
    let number = key >> 3
    guard number > 0, number < 1 << 29 else { throw .malformedProtobuf }
    switch key & 7 {
    case 0: return Field(number: number, value: .integer(try integer(in: block)))
    case 1:
      _ = try skip(8)
      return Field(number: number, value: .fixed64)
    case 2:
      let count = try integer(in: block)
      return Field(number: number, value: .bytes(try skip(count)))
    case 5:
      _ = try skip(4)
      return Field(number: number, value: .fixed32)
    default: throw .malformedProtobuf
    }
  }

  /// The next integer of a packed list; nil after the last.
  mutating func nextPacked(in block: Span<UInt8>) throws(UnixFSError) -> UInt64? {
    position < end ? try integer(in: block) : nil
  }

  private mutating func skip(_ count: UInt64) throws(UnixFSError) -> Range<Int> {
    guard count <= UInt64(end - position) else { throw .malformedProtobuf }
    let start = position
    position += Int(count)
    return start..<position
  }

  private mutating func integer(in block: Span<UInt8>) throws(UnixFSError) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<Self.integerByteCountMax {
      guard position < end else { throw .malformedProtobuf }
      let byte = block[position]
      position += 1
      // The tenth byte has room for one bit.
      guard index < 9 || byte <= 1 else { throw .malformedProtobuf }
      value |= UInt64(byte & 0x7f) << UInt64(index * 7)
      if byte & 0x80 == 0 { return value }
    }
    throw .malformedProtobuf
  }
}
