/// What an error may say of itself to others: the names of its type and of its cases, never a value
/// inside it, which might be an address, a query or a secret. The log has the rest.
package enum ErrorNames {
  /// The type's name with its module, without what the compiler adds to private ones.
  package static func type(of error: any Error) -> String {
    let name = String(reflecting: Swift.type(of: error))
    return String(name.prefix(128))
  }

  /// The names of the cases that the error has, itself or in its fields: `unavailable`,
  /// `code=unavailable`, `database(code=unavailable)`.
  package static func detail(of error: any Error) -> String {
    String((names(in: error, depth: 0) ?? "no details").prefix(256))
  }

  private static func names(in value: Any, depth: Int) -> String? {
    guard depth < 4 else { return nil }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .enum:
      // A case with values shows its name as the label of its only child.
      guard let child = mirror.children.first else { return plainCase(value) }
      guard let label = child.label, isName(label) else { return nil }
      return label + (names(in: child.value, depth: depth + 1).map { "(\($0))" } ?? "")
    case .optional: return mirror.children.first.flatMap { names(in: $0.value, depth: depth) }
    case .struct, .class, .tuple:
      let parts = mirror.children.compactMap { child -> String? in
        guard let label = child.label, let inner = names(in: child.value, depth: depth + 1) else {
          return nil
        }
        return isName(label) ? "\(label)=\(inner)" : inner
      }
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    default: return nil
    }
  }

  /// The name of a case without values; nil where the enumeration describes itself in other words,
  /// which might hold anything.
  private static func plainCase(_ value: Any) -> String? {
    if value is any CustomStringConvertible || value is any CustomDebugStringConvertible {
      return nil
    }
    let text = String(describing: value)
    return isName(text) ? text : nil
  }

  private static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || (0x30...0x39).contains($0)
          || $0 == 0x5f
      }
  }
}
