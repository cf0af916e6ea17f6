/// What an error may say of itself to others: the names of its type and of its cases, never a value
/// inside it, which might be an address, a query or a secret. The log has the rest.
package enum ErrorNames {
  /// The type's name with its module, without what the compiler adds to private ones.
  package static func type(of error: any Error) -> String {
    let name = String(reflecting: Swift.type(of: error))
    return String(name.prefix(128))
  }

  /// The names of the cases that the error has, itself or in its fields: `unavailable`,
  /// `code=unavailable`.
  package static func detail(of error: any Error) -> String {
    let mirror = Mirror(reflecting: error)
    if mirror.displayStyle == .enum { return caseName(error, mirror) ?? "unknown" }
    let parts = mirror.children.compactMap { child -> String? in
      let inner = Mirror(reflecting: child.value)
      guard inner.displayStyle == .enum, let label = child.label,
        let name = caseName(child.value, inner)
      else { return nil }
      return "\(label)=\(name)"
    }
    return parts.isEmpty ? "no details" : parts.joined(separator: ", ")
  }

  private static func caseName(_ value: Any, _ mirror: Mirror) -> String? {
    // A case with values shows its name as the label of its only child.
    if let label = mirror.children.first?.label { return isName(label) ? label : nil }
    guard mirror.children.isEmpty else { return nil }
    // An enumeration may describe itself in other words, which might hold anything.
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
