/// Why content could not be had from its origins.
package struct OriginFailure: Error, Hashable, Sendable {
  /// What kind of failure it is.
  package enum Code: String, CaseIterable, Sendable {
    /// The content does not exist (404).
    case notFound
    /// The operator may not hand it out (451).
    case blocked
    /// No origin hands out content of this size (403).
    case tooLarge
    /// The origin takes the id for malformed (400).
    case badIdentifier
    /// The range lies outside the content (416).
    case rangeNotSatisfiable
    /// Overloaded, down or unreachable (429, 5xx, refused).
    case unavailable
    /// No answer, or no progress, in time.
    case timedOut
    /// The content ended early, or was longer than announced.
    case truncated
    /// The connection broke.
    case reset
    /// What was answered is no HTTP, or contradicts itself.
    case malformed
    /// What came is not what the id names.
    case mismatched
    /// What is named is of a kind that is not fetched, such as a directory.
    case unsupported
    /// As much is being fetched from these origins as is allowed.
    case overloaded
    /// The receiver wanted no more.
    case cancelled
  }

  /// What went wrong.
  package var code: Code
  /// How long the last origin asked to be left alone.
  package var retryAfter: Duration?
  /// The status of the last answer, if there was one.
  package var lastStatus: Int?
  /// Attempts made, on whatever upstreams.
  package var attempts: Int
  /// The host of the last attempt.
  package var source: String?
  /// Whether the answer may be believed beyond this request: that content does not exist must be
  /// said by as many operators as are needed.
  package var isConfirmed = true

  /// A failure with its circumstances.
  package init(
    _ code: Code, retryAfter: Duration? = nil, lastStatus: Int? = nil, attempts: Int = 1,
    source: String? = nil
  ) {
    self.code = code
    self.retryAfter = retryAfter
    self.lastStatus = lastStatus
    self.attempts = attempts
    self.source = source
  }
}
