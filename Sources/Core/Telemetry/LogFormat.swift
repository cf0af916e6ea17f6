/// How log lines look.
package enum LogFormat: String, Sendable, CaseIterable {
  /// One JSON object a line (RFC 8259).
  case json
  /// Words for people.
  case text
}
