package import HTTP

/// Answers on the event loop, at once and without allocating, or declines.
///
/// One instance belongs to one shard and never leaves its loop. What it declines goes to the
/// router as a `Request` on a task.
package protocol InlineResponder: AnyObject {
  /// Puts the whole response into the sink, or leaves the sink as it was and declines.
  ///
  /// - Parameters:
  ///   - head: the parsed request, whose body is empty.
  ///   - bytes: the bytes that the head's offsets point into.
  func respond(
    to head: RequestHead, in bytes: Span<UInt8>, context: RequestContext, into sink: ResponseSink
  ) -> Disposition
}
