/// Whether a setting is a secret, and what a server that strangers reach asks of it.
///
/// `true` is an optional secret of at least 16 bytes.
package enum SettingSecrecy: Sendable, Hashable, ExpressibleByBooleanLiteral {
  /// No secret.
  case shown
  /// Never shown; may be read from a file. What is given has at least so many bytes and is no
  /// known example, and what is `required` is given, where secrets are checked.
  case secret(bytesMin: Int = 16, isRequired: Bool = false)

  /// `true` is an optional secret, `false` none.
  package init(booleanLiteral value: Bool) { self = value ? .secret() : .shown }

  /// Whether the value must never be shown.
  package var isSecret: Bool { self != .shown }
}
