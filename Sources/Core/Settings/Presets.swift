/// Values that an environment gives to settings nobody else has set, written as text by
/// the composition root and checked like any other source.
package struct Presets: Sendable {
  /// Environment, then key, then value.
  package let table: [String: [String: String]]

  /// Makes the table of environment → key → value.
  package init(_ table: [String: [String: String]] = [:]) { self.table = table }
}
