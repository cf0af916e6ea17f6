import Bytes

/// The syntax of field names and values (RFC 9110 §5.1, §5.5).
@usableFromInline package enum FieldSyntax {
  /// Whether `text` is a non-empty token.
  package static func isName(_ text: String) -> Bool {
    let span = text.utf8.span
    return span.count > 0 && span.allSatisfy(.token)
  }

  /// Whether the bytes may stand in a field value: no control bytes but the tab, and above all
  /// no CR, LF or NUL, with which one field becomes two.
  package static func isValue(_ bytes: Span<UInt8>) -> Bool {
    var position = 0
    while true {
      position = bytes.firstControl(from: position, upTo: bytes.count)
      if position == bytes.count { return true }
      if bytes[position] != ASCII.tab { return false }
      position += 1
    }
  }
}
