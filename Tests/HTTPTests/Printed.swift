/// The text that `body` prints into a buffer of `capacity` bytes.
func printed(
  _ capacity: Int = 512, _ body: (inout OutputSpan<UInt8>) throws -> Void
) rethrows -> String {
  let bytes = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
    var output = OutputSpan(buffer: buffer, initializedCount: 0)
    do {
      try body(&output)
      count = output.finalize(for: buffer)
    } catch {
      _ = output.finalize(for: buffer)
      throw error
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The text of a span, or `nil` without one: spans cannot go into an expectation themselves.
func text(_ span: Span<UInt8>?) -> String? {
  guard let span else { return nil }
  var bytes: [UInt8] = []
  for index in span.indices { bytes.append(span[index]) }
  return String(decoding: bytes, as: UTF8.self)
}
