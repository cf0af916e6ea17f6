package import HTTP

/// A kind of problem that a response can report (RFC 9457 §3.1): declared once by who answers
/// with it, and shown as the page `/problems/{slug}`.
package struct ProblemType: Hashable, Sendable {
  /// The last part of the type's address: lower-case words with hyphens.
  package let slug: String
  package let status: Status
  /// What is wrong, in a few words that are the same for every occurrence.
  package let title: String
  /// What the reader of the page can do about it, in sentences.
  package let advice: String
  /// Whose fault it usually is; an occurrence may know better.
  package let source: Problem.Source
  /// Whether the same request may go well when it is sent again later, unchanged.
  package let isRetryable: Bool

  /// A kind of problem.
  ///
  /// - Parameters:
  ///   - source: by default the client's below 500, the upstream's for 502 and 504, else ours.
  ///   - isRetryable: by default for 408, 425, 429, 502, 503 and 504 (RFC 9110 §15).
  package init(
    slug: String, status: Status, title: String, source: Problem.Source? = nil,
    isRetryable: Bool? = nil, advice: String
  ) {
    precondition(
      !slug.isEmpty
        && slug.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 },
      "\(slug) is no slug")
    self.slug = slug
    self.status = status
    self.title = title
    self.advice = advice
    let code = status.code
    self.source = source ?? (code < 500 ? .client : [502, 504].contains(code) ? .upstream : .edge)
    self.isRetryable = isRetryable ?? [408, 425, 429, 502, 503, 504].contains(code)
  }

  /// The advice about sending the request again, in a few words.
  package var retryAdvice: String {
    isRetryable ? "may be sent again later" : "is answered alike when it is sent again"
  }

  /// The type's address, relative to the server.
  package var address: String { "/problems/\(slug)" }
}
