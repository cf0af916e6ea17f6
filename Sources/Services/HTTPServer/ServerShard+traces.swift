internal import HTTP
internal import Routing
internal import Traces

extension ServerShard {
  /// Whether the request whose head was just parsed may be part of a trace: two tests, and all that
  /// other requests pay.
  @inline(__always)
  var mayBeTraced: Bool { unsafe !sampler.isIdle || head.contains(.traceparent) }

  /// Puts the request whose head was just parsed into a trace: its caller's, when there is one field
  /// that says which, or a new one.
  ///
  /// More than one `traceparent` says nothing (W3C Trace Context §3.2).
  @inline(never)
  func joinTrace(_ bytes: Span<UInt8>) {
    if head.contains(.traceparent), !head.isRepeated(.traceparent),
      let value = head.value(.traceparent, in: bytes), let parent = TraceParent(value)
    {
      context.join(unsafe sampler.begin(under: parent))
    } else if unsafe !sampler.isIdle {
      context.join(unsafe sampler.begin())
    }
  }
}
