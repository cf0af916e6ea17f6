/// A header field as a name and a value (RFC 9110 §5).
package struct UpstreamField: Sendable, Hashable {
  /// A token, in the case it was sent in.
  package let name: String
  /// The value without the blanks around it.
  package let value: String

  /// A field; names are compared without regard to case.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether the field has this name, given in lower case.
  package func isNamed(_ lowercased: String) -> Bool {
    name.utf8.elementsEqual(lowercased.utf8) { byte, wanted in
      (0x41...0x5A).contains(byte) ? byte | 0x20 == wanted : byte == wanted
    }
  }

  /// Whether name and value may be put on the wire as they are (RFC 9110 §5.1, §5.5).
  var isWellFormed: Bool {
    !name.utf8.isEmpty && name.utf8.allSatisfy(Self.isTokenByte)
      && value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
  }

  /// RFC 9110 §5.6.2.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default:
      false
    }
  }
}
