import Traces

/// A `traceparent` that is read is written back as the same one, a version 00 to the byte but for
/// flags that nobody knows; a `tracestate` that is passed on is read again as itself.
func fuzzTraces(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    if let parent = TraceParent(bytes) {
      let text = Array(parent.text.utf8)
      precondition(TraceParent(text.span) == parent)
      precondition(parent.traceID.high | parent.traceID.low != 0 && parent.spanID.word != 0)
      for index in 2..<53 { precondition(bytes[index] == text[index]) }
      precondition(bytes[0] != UInt8(ascii: "f") || bytes[1] != UInt8(ascii: "f"))
    }
    if let state = TraceState(bytes) {
      let text = Array(state.text.utf8)
      precondition(text.count <= TraceState.bytesMax && text.count <= bytes.count)
      precondition(TraceState(text.span) == state)
      precondition(text.allSatisfy { (0x20...0x7E).contains($0) })
    }
  }
}
