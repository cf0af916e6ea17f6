extension Logger {
  /// Names and values that go with an event.
  package typealias Metadata = [String: MetadataValue]

  /// A value that goes with an event.
  package enum MetadataValue: Sendable {
    case string(String)
    case integer(Int)
    case stringConvertible(any CustomStringConvertible & Sendable)
    case array([MetadataValue])
    case dictionary(Metadata)
    /// A value that is never printed; it is not kept either.
    case redacted

    /// Marks a value that must not be printed.
    package static func secret(_ value: some Any) -> MetadataValue { .redacted }
  }
}

extension Logger.MetadataValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  package init(stringLiteral value: String) { self = .string(value) }

  package init(stringInterpolation interpolation: Logger.Message.Interpolation) {
    self = .string(Logger.Message(stringInterpolation: interpolation).text)
  }

  package init(integerLiteral value: Int) { self = .integer(value) }
}
