extension AccessRecord {
  /// The most one line can take: the path at its limit with every byte escaped, the other texts at
  /// theirs, and the words between them.
  static let lineMax = 256 * LineCursor.growthMax + 6 * 256 + 640

  /// Writes the record as one JSON object.
  @inline(__always)
  func writeJSON(_ cursor: inout LineCursor, _ prefix: TimestampPrefix, milliseconds: Int64) {
    cursor.put("{\"time\":\"")
    cursor.put(prefix, milliseconds: milliseconds)
    cursor.put("\",\"method\":\"")
    cursor.put(method)
    cursor.put("\",\"route\":\"")
    cursor.put(plain: route)
    cursor.put("\",\"path\":\"")
    cursor.put(escaping: path)
    cursor.put("\",\"status\":")
    cursor.put(signed: status)
    cursor.put(",\"bytes\":")
    cursor.put(signed: bytesSent)
    cursor.put(",\"duration_us\":")
    cursor.put(signed: durationMicroseconds)
    cursor.put(",\"cache\":\"")
    cursor.put(cache)
    cursor.put("\",\"peer\":\"")
    cursor.put(plain: peer)
    cursor.put("\",\"request_id\":\"")
    cursor.put(plain: requestID)
    cursor.put("\",\"protocol\":\"")
    cursor.put(protocolName)
    if let trace {
      cursor.put("\",\"trace_id\":\"")
      cursor.put(hex: trace.traceHigh)
      cursor.put(hex: trace.traceLow)
      cursor.put("\",\"span_id\":\"")
      cursor.put(hex: trace.span)
    }
    cursor.put("\"}\n")
  }

  /// Writes the record as words in a fixed order: time, method, path, status, bytes,
  /// duration, cache, peer, request id, protocol, route, and the trace when there is one.
  @inline(__always)
  func writeText(_ cursor: inout LineCursor, _ prefix: TimestampPrefix, milliseconds: Int64) {
    cursor.put(prefix, milliseconds: milliseconds)
    cursor.put(" ")
    cursor.put(word: method)
    cursor.put(" \"")
    cursor.put(escaping: path)
    cursor.put("\" ")
    cursor.put(signed: status)
    cursor.put(" ")
    cursor.put(signed: bytesSent)
    cursor.put("B ")
    cursor.put(signed: durationMicroseconds)
    cursor.put("us ")
    cursor.put(word: cache)
    cursor.put(" ")
    cursor.put(word: peer)
    cursor.put(" ")
    cursor.put(word: requestID)
    cursor.put(" ")
    cursor.put(protocolName)
    cursor.put(" ")
    cursor.put(word: route)
    if let trace {
      cursor.put(" ")
      cursor.put(hex: trace.traceHigh)
      cursor.put(hex: trace.traceLow)
    }
    cursor.put("\n")
  }
}

extension LineCursor {
  @inline(__always)
  fileprivate mutating func put(escaping bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe put(escaping: $0) }
  }

  @inline(__always)
  fileprivate mutating func put(word text: RawSpan) {
    if text.isEmpty { put("-") } else { put(plain: text) }
  }

  @inline(__always)
  fileprivate mutating func put(word text: StaticString) {
    put(text.utf8CodeUnitCount == 0 ? "-" : text)
  }
}
