package import Traces

/// An error that is to be reported: names out of the program, and ids that it made, nothing that a
/// client or an operator has written.
package struct ErrorEvent: Sendable, Hashable {
  /// How bad it is, in Sentry's words.
  package enum Level: String, Sendable {
    case error, fatal
  }

  /// What kind of error it is, and which of its kind.
  package var type: String
  package var detail: String
  package var level: Level
  /// The part of the program that says so.
  package var logger: String
  /// Method and template of the route.
  package var route: String?
  package var requestID: String?
  package var traceID: TraceID?
  package var spanID: SpanID?

  /// An error of these parts.
  package init(
    type: String, detail: String, level: Level = .error, logger: String, route: String? = nil,
    requestID: String? = nil, traceID: TraceID? = nil, spanID: SpanID? = nil
  ) {
    self.type = type
    self.detail = detail
    self.level = level
    self.logger = logger
    self.route = route
    self.requestID = requestID
    self.traceID = traceID
    self.spanID = spanID
  }

  /// What makes two reports the same one.
  var fingerprint: [String] { [type, detail, route ?? "none"] }
}
