/// What can be bound to a statement and read back from a row.
package protocol DatabaseConvertible: Sendable {
  /// The value to bind.
  var databaseValue: DatabaseValue { get }

  /// Reads a value back; nil when it does not fit the type exactly.
  init?(databaseValue: DatabaseValue)
}

/// Enumerations and other raw types are kept as their raw value.
extension DatabaseConvertible where Self: RawRepresentable, RawValue: DatabaseConvertible {
  package var databaseValue: DatabaseValue { rawValue.databaseValue }

  package init?(databaseValue: DatabaseValue) {
    guard let raw = RawValue(databaseValue: databaseValue) else { return nil }
    self.init(rawValue: raw)
  }
}
