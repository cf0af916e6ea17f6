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

  /// A kind of problem.
  package init(slug: String, status: Status, title: String, advice: String) {
    precondition(
      !slug.isEmpty
        && slug.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 },
      "\(slug) is no slug")
    self.slug = slug
    self.status = status
    self.title = title
    self.advice = advice
  }

  /// The type's address, relative to the server.
  package var address: String { "/problems/\(slug)" }
}
