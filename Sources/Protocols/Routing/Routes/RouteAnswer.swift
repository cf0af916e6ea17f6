package import HTTP

/// A response that a route gives when all goes well.
package struct RouteAnswer: Hashable, Sendable {
  package let status: Status
  package let sentence: String
  package let contentType: String?

  /// An answer; without a sentence it is described by its status.
  package init(_ status: Status, _ sentence: String? = nil, contentType: String? = nil) {
    self.status = status
    self.sentence = sentence ?? "\(status.reason)."
    self.contentType = contentType
  }
}
