/// Fields in order, for code off the hot path; a name may occur more than once.
///
/// A plain array: heads are short, and a search of a few names beats hashing them.
@usableFromInline package struct HTTPFields: Sendable, ExpressibleByArrayLiteral {
  /// The fields in order.
  package private(set) var fields: [HTTPField] = []

  /// Makes an empty collection.
  package init() {}

  /// Makes a collection of these fields in order.
  @usableFromInline package init(arrayLiteral elements: HTTPField...) { fields = elements }

  /// The number of fields.
  package var count: Int { fields.count }

  /// Adds a field after the others.
  package mutating func append(_ name: FieldName, _ value: String) {
    fields.append(HTTPField(name, value))
  }

  /// Puts a field in the place of those of its name; `Set-Cookie` is added to them instead, since each
  /// of its lines is a cookie of its own (RFC 9110 §5.3).
  package mutating func put(_ field: HTTPField) {
    if field.name == .setCookie {
      fields.append(field)
    } else {
      self[field.name] = field.value
    }
  }

  /// Removes all fields of this name.
  package mutating func removeAll(_ name: FieldName) {
    fields.removeAll { $0.name == name }
  }

  /// The values of all fields of this name, in order.
  package func values(_ name: FieldName) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// The value of the first field of this name; setting it replaces all of them.
  package subscript(name: FieldName) -> String? {
    get { fields.first { $0.name == name }?.value }
    set {
      guard let newValue else { return removeAll(name) }
      guard let index = fields.firstIndex(where: { $0.name == name }) else {
        return append(name, newValue)
      }
      fields[index].value = newValue
      var seen = false
      fields.removeAll { field in
        guard field.name == name else { return false }
        defer { seen = true }
        return seen
      }
    }
  }

  /// The fields of a request head, copied out of its bytes.
  package init(_ head: RequestHead, in bytes: Span<UInt8>) {
    for index in 0..<head.fieldCount {
      let name = String(copying: head.name(at: index, in: bytes))
      let value = String(copying: head.value(at: index, in: bytes))
      guard let name = FieldName(checking: name) else { continue }
      append(name, value)
    }
  }
}
