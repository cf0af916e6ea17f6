/// A response that was small enough to be held whole.
package struct CollectedResponse: Sendable {
  package let head: UpstreamHead
  package let body: [UInt8]
  package let report: UpstreamReport
}
