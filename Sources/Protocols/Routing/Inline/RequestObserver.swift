package import HTTP

/// Told once about every finished request, on its loop: counters and access log hang here.
package protocol RequestObserver: AnyObject {
  /// A response was handed to the transport whole, or given up.
  ///
  /// - Parameters:
  ///   - target: the request target as received; empty when the head could not be parsed.
  ///   - context: still that of the request.
  func finished(
    _ outcome: RequestOutcome, method: Method, target: Span<UInt8>, context: RequestContext)
}
