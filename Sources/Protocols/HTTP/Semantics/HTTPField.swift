/// One field line, for code off the hot path.
@usableFromInline package struct HTTPField: Equatable, Sendable {
  /// The name.
  package var name: FieldName
  /// The value.
  package var value: String

  /// Makes a field.
  package init(_ name: FieldName, _ value: String) {
    self.name = name
    self.value = value
  }
}
