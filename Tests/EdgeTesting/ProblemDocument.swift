internal import FoundationEssentials
package import TestSupport

/// A problem document as a client reads it (RFC 9457).
package struct ProblemDocument: Decodable, Sendable {
  package let type: String
  package let title: String
  package let status: Int
  package let detail: String?
  package let instance: String
  package let source: String
  package let attempts: Int?
  package let length: Int?
  package let limit: Int?
  package let allow: String?
  package let expected: String?
  package let claimed: String?

  /// The document in a response.
  ///
  /// - Throws: when there is none.
  package init(_ response: RawResponse) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(response.body))
  }

  /// The last part of the type's address.
  package var slug: Substring { type.split(separator: "/").last ?? "" }
}
