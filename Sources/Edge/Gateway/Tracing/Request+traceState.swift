internal import HTTP
internal import Routing
internal import Traces

extension Request {
  /// What the request's `tracestate` fields say, all of them in order (W3C Trace Context §3.3);
  /// nil when there is nothing, or nothing that may be passed on.
  var traceState: TraceState? {
    guard head.contains(.tracestate) else { return nil }
    let span = bytes.span
    var joined: [UInt8] = []
    var index = head.firstIndex(of: .tracestate)
    while let line = index {
      let value = head.value(at: line, in: span)
      guard joined.count + value.count <= TraceState.bytesMax else { return nil }
      if !joined.isEmpty { joined.append(UInt8(ascii: ",")) }
      for place in value.indices { joined.append(value[place]) }
      index = head.nextIndex(of: .tracestate, after: line)
    }
    return TraceState(joined.span)
  }
}
