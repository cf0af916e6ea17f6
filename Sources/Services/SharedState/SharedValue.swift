/// What a key holds. A number and its decimal digits are the same thing, as they are on a server.
enum SharedValue: Hashable, Sendable {
  case number(Int64)
  case bytes([UInt8])

  /// The number, if it is one in canonical decimal digits.
  var number: Int64? {
    switch self {
    case .number(let number): return number
    case .bytes(let bytes):
      // The longest number has 20 bytes; anything else is not worth reading.
      guard bytes.count <= 20, let number = Int64(String(decoding: bytes, as: UTF8.self)),
        Array(String(number).utf8) == bytes
      else { return nil }
      return number
    }
  }

  /// The bytes.
  var bytes: [UInt8] {
    switch self {
    case .number(let number): Array(String(number).utf8)
    case .bytes(let bytes): bytes
    }
  }

  /// What it is charged: a number costs its place and no more.
  var byteCount: Int {
    switch self {
    case .number: 8
    case .bytes(let bytes): bytes.count
    }
  }
}
