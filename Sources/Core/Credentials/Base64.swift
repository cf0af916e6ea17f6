/// Bytes in base64 with padding (RFC 4648 §4).
package enum Base64 {
  /// The text of bytes.
  package static func text(_ bytes: [UInt8]) -> String {
    let plain = Base64URL.text(bytes).utf8.map { character -> UInt8 in
      switch character {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: character
      }
    }
    let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - plain.count % 4) % 4)
    return String(decoding: plain + padding, as: UTF8.self)
  }

  /// The bytes of a text, whose padding may be left out; nil for anything else.
  package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    var characters = Array(text)
    let isWhole = characters.count % 4 == 0
    var paddingCount = 0
    while characters.last == UInt8(ascii: "="), paddingCount < 2 {
      characters.removeLast()
      paddingCount += 1
    }
    guard paddingCount == 0 || isWhole else { return nil }
    for index in characters.indices {
      switch characters[index] {
      case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
      case UInt8(ascii: "+"): characters[index] = UInt8(ascii: "-")
      case UInt8(ascii: "/"): characters[index] = UInt8(ascii: "_")
      default: break
      }
    }
    return Base64URL.bytes(characters)
  }
}
