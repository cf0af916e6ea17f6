/// The head of a final response: what the upstream says before the content.
package struct UpstreamHead: Sendable {
  /// The status code, 200 to 599.
  package let status: Int
  /// Every field line in order, with its name as sent; within the request's `headLimits`.
  package let fields: [UpstreamField]
  /// How the content ends.
  package let framing: UpstreamFraming

  init(status: Int, fields: [UpstreamField], framing: UpstreamFraming) {
    self.status = status
    self.fields = fields
    self.framing = framing
  }

  /// The first value of a field, its name given in lower case.
  package func first(_ name: String) -> String? {
    fields.first { $0.isNamed(name) }?.value
  }

  /// What `Content-Length` says, also in answer to HEAD; nil beside a transfer coding.
  package var contentLength: Int64? {
    guard framing != .chunked else { return nil }
    return first("content-length").flatMap { Int64(decimal: $0.utf8) }
  }

  /// `Content-Range`, when it is sent and well-formed.
  package var contentRange: UpstreamContentRange? {
    first("content-range").flatMap(UpstreamContentRange.init(parsing:))
  }
}
