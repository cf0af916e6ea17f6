/// What is wrong with one member of a document.
package struct FieldFault: Hashable, Sendable {
  /// Where it stands, as a JSON pointer (RFC 6901); empty for the whole document.
  package let pointer: String
  /// What is wrong, in a sentence for a person; never the value itself, which may be a secret.
  package let detail: String

  /// A fault at a place.
  package init(_ pointer: String, _ detail: String) {
    self.pointer = pointer
    self.detail = detail
  }

  /// A member's name as a part of a pointer (RFC 6901 §3).
  package static func escape(_ name: String) -> String {
    var escaped = ""
    for character in name {
      switch character {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
