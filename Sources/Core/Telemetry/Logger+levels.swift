extension Logger {
  /// How severe an event is, in swift-log's words.
  package enum Level: String, Sendable, CaseIterable, Comparable {
    case trace, debug, info, notice, warning, error, critical

    var rank: Int {
      switch self {
      case .trace: 0
      case .debug: 1
      case .info: 2
      case .notice: 3
      case .warning: 4
      case .error: 5
      case .critical: 6
      }
    }

    package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
  }

  /// Writes what only somebody reading the code would ask for.
  package func trace(
    _ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .trace, message(), metadata: metadata())
  }

  /// Writes what helps to find a mistake.
  package func debug(
    _ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .debug, message(), metadata: metadata())
  }

  /// Writes what is worth knowing.
  package func info(
    _ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .info, message(), metadata: metadata())
  }

  /// Writes what an operator should see, though nothing is wrong.
  package func notice(
    _ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .notice, message(), metadata: metadata())
  }

  /// Writes what may become a failure.
  package func warning(
    _ message: @autoclosure () -> Message, error: (any Error)? = nil,
    metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .warning, message(), error: error, metadata: metadata())
  }

  /// Writes a failure.
  package func error(
    _ message: @autoclosure () -> Message, error: (any Error)? = nil,
    metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .error, message(), error: error, metadata: metadata())
  }

  /// Writes a failure that needs somebody at once.
  package func critical(
    _ message: @autoclosure () -> Message, error: (any Error)? = nil,
    metadata: @autoclosure () -> Metadata? = nil
  ) {
    log(level: .critical, message(), error: error, metadata: metadata())
  }
}
