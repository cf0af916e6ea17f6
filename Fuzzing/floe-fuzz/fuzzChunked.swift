import HTTP

/// Chunked content gives the same bytes and the same end whole and in pieces.
func fuzzChunked(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let step = bytes.count > 0 ? Int(bytes[bytes.count - 1] % 8) + 1 : 1
    let whole = decode(bytes, step: max(bytes.count, 1))
    let pieces = decode(bytes, step: step)
    precondition(whole == pieces, "pieces are decoded otherwise")
    precondition(whole.content.count <= bytes.count)
  }
}

private struct Decoded: Equatable {
  var content: [UInt8] = []
  var consumed = 0
  var rejection: Rejection?
  var isWhole = false
}

private func decode(_ bytes: Span<UInt8>, step: Int) -> Decoded {
  var decoder = ChunkedDecoder()
  var decoded = Decoded()
  var end = 0
  while end < bytes.count {
    end = min(bytes.count, end + step)
    piece: while true {
      switch decoder.next(bytes.extracting(decoded.consumed..<end)) {
      case .needsMore:
        decoded.consumed = end
        break piece
      case .data(let range):
        for index in range { decoded.content.append(bytes[decoded.consumed + index]) }
        decoded.consumed += range.upperBound
      case .end(let consumed):
        decoded.consumed += consumed
        decoded.isWhole = true
        return decoded
      case .rejected(let rejection):
        decoded.rejection = rejection
        decoded.consumed = 0
        return decoded
      }
    }
  }
  return decoded
}
