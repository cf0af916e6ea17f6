/// Looking into a document whose form is another's matter: what is missing or of another kind is
/// null, empty or nil. What people send is read by `FieldReader`, which says what is wrong.
extension JSONValue {
  /// A member of an object; null where there is none.
  package subscript(name: String) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.name == name }?.value ?? .null
  }

  /// An element of an array; null where there is none.
  package subscript(index: Int) -> JSONValue {
    array.indices.contains(index) ? array[index] : .null
  }

  /// The elements of an array, or none.
  package var array: [JSONValue] { if case .array(let values) = self { values } else { [] } }

  /// The members of an object, or none.
  package var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// The text of a string.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number of an integer.
  package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

  /// Whether something holds.
  package var truth: Bool? { if case .bool(let truth) = self { truth } else { nil } }
}
