/// A variable name of another program that Floe understands too: `PORT` for `server.port`.
package struct SettingAlias: Sendable, Hashable {
  /// The foreign environment variable.
  package let variable: String
  /// The setting that it means.
  package let key: String

  /// Makes an alias from a foreign variable name to a key.
  package init(_ variable: String, means key: String) {
    self.variable = variable
    self.key = key
  }
}
