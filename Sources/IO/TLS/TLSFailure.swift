/// Why TLS cannot be set up: a sentence without secrets.
package struct TLSFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  package let description: String
}
