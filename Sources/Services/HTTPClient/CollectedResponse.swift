/// A response that was small enough to be held whole.
package struct CollectedResponse: Sendable {
  /// Status and fields.
  package let head: UpstreamHead
  /// The content, with nothing decoded but the chunks.
  package let body: [UInt8]
  /// What the exchange took.
  package let report: UpstreamReport
}
