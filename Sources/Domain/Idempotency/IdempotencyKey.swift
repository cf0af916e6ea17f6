/// The value of an `Idempotency-Key` field: a string of structured fields (RFC 9651 §3.3.3).
struct IdempotencyKey: Hashable, Sendable {
  /// The most characters of a key.
  static let countMax = 255

  /// The key without its quotes.
  let text: String

  /// The key of a field's value; nil for what is no such string, empty, or too long.
  init?(_ value: String) {
    var bytes = Array(value.utf8)[...]
    guard bytes.count >= 3, bytes.removeFirst() == UInt8(ascii: "\""),
      bytes.removeLast() == UInt8(ascii: "\"")
    else { return nil }
    var key: [UInt8] = []
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        guard let escaped = bytes.popFirst(),
          escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\")
        else { return nil }
        key.append(escaped)
      case UInt8(ascii: "\""): return nil
      case 0x20...0x7e: key.append(byte)
      default: return nil
      }
    }
    guard (1...Self.countMax).contains(key.count) else { return nil }
    text = String(decoding: key, as: UTF8.self)
  }
}
