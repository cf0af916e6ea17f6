extension Logger {
  /// The sentence of an event. `\(secret: value)` marks a value that is never printed.
  package struct Message: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The sentence with secrets already left out.
    package let text: String

    package init(stringLiteral value: String) { text = value }

    package init(stringInterpolation interpolation: Interpolation) { text = interpolation.text }

    /// Gathers the parts of a message.
    package struct Interpolation: StringInterpolationProtocol {
      fileprivate var text = ""

      package init(literalCapacity: Int, interpolationCount: Int) {
        text.reserveCapacity(literalCapacity + interpolationCount * 8)
      }

      package mutating func appendLiteral(_ literal: String) { text += literal }

      package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
        text += value.description
      }

      /// Takes the place of a value that must not be printed; the value is not kept.
      package mutating func appendInterpolation(secret value: some Any) { text += redaction }
    }
  }
}

/// What is printed in place of a secret.
let redaction = "(secret)"
