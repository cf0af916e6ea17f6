/// One thing that happened, before it is formatted.
package struct LogEvent: Sendable {
  /// How severe it is.
  package let level: Logger.Level
  /// What happened.
  package let message: Logger.Message
  /// The error behind it.
  package let error: (any Error)?
  /// Names and values that go with it.
  package let metadata: Logger.Metadata
  /// The logger that speaks.
  package let label: String
}
