/// What is wrong with a path or a query, found when it is decoded.
@usableFromInline package enum TargetFault: Error, Equatable, Sendable {
  /// `%` is not followed by two hexadecimal digits (RFC 3986 §2.1).
  case malformedEscape
  /// A slash or backslash is percent-encoded, or a backslash stands bare: peers disagree on
  /// whether it separates.
  case encodedSeparator
  /// A control byte is percent-encoded.
  case controlByte
  /// A segment is `.` or `..`, plain or encoded (RFC 3986 §3.3).
  case dotSegment
  /// The output has no room.
  case tooLong

  /// What is wrong, for the one who sent it.
  package var sentence: StaticString {
    switch self {
    case .malformedEscape: "A percent sign is not followed by two hexadecimal digits."
    case .encodedSeparator: "A slash or backslash is hidden in the path."
    case .controlByte: "A control byte is percent-encoded."
    case .dotSegment: "A path segment is a dot or two dots."
    case .tooLong: "The decoded text is longer than this server reads."
    }
  }
}
