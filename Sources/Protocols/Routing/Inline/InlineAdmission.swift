package import HTTP

/// Decides on the event loop, at once and without allocating, who may be answered there.
///
/// One instance belongs to one shard and never leaves its loop. An inline responder asks it for
/// every request that it is about to answer, so that the fast way is never a way around. Whoever is
/// not let through is not refused: the request is declined, and the router's guard has the last word.
package protocol InlineAdmission: AnyObject {
  /// Lets a request pass, and takes it from what its caller may use.
  ///
  /// Fields for the response go into the context's admitted lines.
  ///
  /// - Returns: whom the request is counted for on its shard, 0 for nobody; nil when the request
  ///   has to be declined, and then nothing was taken.
  func admit(_ head: RequestHead, in bytes: Span<UInt8>, context: RequestContext) -> UInt32?
}
