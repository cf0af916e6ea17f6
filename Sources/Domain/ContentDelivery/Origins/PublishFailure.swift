/// Why a blob could not be stored.
package struct PublishFailure: Error, Hashable, Sendable {
  /// What kind of failure it is.
  package enum Code: String, CaseIterable, Sendable {
    /// The publisher refused the request (400).
    case rejected
    /// The publisher wants a token, or another one (401, 403).
    case unauthorized
    /// The publisher may not store it (451).
    case blocked
    /// Longer than the publisher takes (413).
    case tooLarge
    /// Overloaded, down or unreachable (429, 5xx, refused).
    case unavailable
    /// No answer in time, or too few confirmations from the network (504).
    case timedOut
    /// What was answered makes no sense.
    case malformed
    /// No publisher is configured.
    case noPublisher
  }

  /// What went wrong.
  package var code: Code
  /// The publisher's own words, for the client; short, printable text.
  package var detail: String?
  /// How long the publisher asked to be left alone.
  package var retryAfter: Duration?
  /// The status of the answer, if there was one.
  package var lastStatus: Int?
  /// The host that was asked.
  package var source: String?

  /// A failure with its circumstances.
  package init(
    _ code: Code, detail: String? = nil, retryAfter: Duration? = nil, lastStatus: Int? = nil,
    source: String? = nil
  ) {
    self.code = code
    self.detail = detail
    self.retryAfter = retryAfter
    self.lastStatus = lastStatus
    self.source = source
  }
}
