/// Puts one response on the wire, with the faults asked for.
struct Delivery {
  private let response: Response
  private let faults: Faults

  init(_ response: Response, faults: Faults = Faults()) {
    self.response = response
    self.faults = faults
  }

  /// Sends head and body and says what becomes of the connection.
  func send(on connection: Connection, method: String, isHTTP10: Bool = false) -> Outcome {
    let isChunked = response.isChunked || faults.chunked
    var lines = "HTTP/1.1 \(response.status) \(Response.reason(response.status))\r\n"
    for (name, value) in response.fields { lines += "\(name): \(value)\r\n" }
    if !isChunked {
      lines += "content-length: \(max(0, response.length + faults.lengthOffset))\r\n"
    } else if !isHTTP10 {
      lines += "transfer-encoding: chunked\r\n"
    }
    lines += "date: \(HTTPDate.now.text)\r\n\r\n"
    do throws(SystemCallError) {
      try connection.descriptor.send(Array(lines.utf8)[...])
      if method != "HEAD" {
        let outcome = try sendBody(on: connection, framesChunks: isChunked && !isHTTP10)
        guard outcome == .keep else { return outcome }
      }
    } catch {
      return .drop
    }
    let asksToClose = response["connection"] == "close"
    let breaksFraming = faults.lengthOffset != 0 || (isChunked && isHTTP10)
    return asksToClose || breaksFraming ? .close : .keep
  }

  /// Where the body breaks off, and what happens there.
  private var cut: (at: Int, outcome: Outcome)? {
    let cuts: [(at: Int?, outcome: Outcome)] = [
      (faults.resetAfterBytes, .drop), (faults.truncateAfterBytes, .close),
      (faults.stallAfterBytes, .keep),
    ]
    return cuts.compactMap { cut in cut.at.map { ($0, cut.outcome) } }
      .filter { $0.0 < response.length }.min { $0.0 < $1.0 }
  }

  private func sendBody(
    on connection: Connection, framesChunks: Bool
  ) throws(SystemCallError) -> Outcome {
    let cut = cut
    var sent = 0
    for segment in response.body {
      if case .failure = segment { return .drop }
      var offset = 0
      while offset < segment.count {
        let room = (cut?.at ?? Int.max) - sent
        let wanted = min(segment.count - offset, room, pieceBytes)
        if wanted == 0 { break }
        var piece = try read(segment, at: offset, count: wanted)
        if piece.isEmpty { return .drop }
        if faults.wrongBytes { spoil(&piece, at: sent) }
        try sendPiece(piece, on: connection, framesChunks: framesChunks)
        offset += piece.count
        sent += piece.count
        guard pace(piece.count, on: connection) else { return .drop }
      }
      if let cut, sent == cut.at { return end(cut.outcome, connection) }
    }
    if framesChunks { try connection.descriptor.send(Array("0\r\n\r\n".utf8)[...]) }
    return .keep
  }

  private func end(_ outcome: Outcome, _ connection: Connection) -> Outcome {
    switch outcome {
    case .close: return .close
    case .drop:
      connection.descriptor.resetOnClose()
      return .drop
    case .keep:
      // The stall lasts until the client gives up or the server stops.
      _ = connection.descriptor.waitUndisturbed(milliseconds: -1)
      return .drop
    }
  }

  private var pieceBytes: Int {
    guard let rate = faults.trickleBytesPerSecond else { return 256 * 1024 }
    return max(1, rate / 20)
  }

  /// Waits as long as the trickle asks for; false when the connection ended meanwhile.
  private func pace(_ count: Int, on connection: Connection) -> Bool {
    guard let rate = faults.trickleBytesPerSecond else { return true }
    let milliseconds = Int32(clamping: count * 1_000 / max(1, rate))
    return connection.descriptor.waitUndisturbed(milliseconds: milliseconds)
  }

  private func sendPiece(
    _ piece: [UInt8], on connection: Connection, framesChunks: Bool
  ) throws(SystemCallError) {
    guard framesChunks else { return try connection.descriptor.send(piece[...]) }
    let frame = Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [0x0D, 0x0A]
    try connection.descriptor.send(frame[...])
  }

  private func read(
    _ segment: Response.Segment, at offset: Int, count: Int
  ) throws(SystemCallError) -> [UInt8] {
    switch segment {
    case .bytes(let bytes): return Array(bytes[offset..<offset + count])
    case .file(let path, let range):
      return try StoreDirectory.read(path, at: range.lowerBound + offset, count: count)
    case .failure: return []
    }
  }

  /// Flips a bit of the first byte and of the middle one, where they are in this piece.
  private func spoil(_ piece: inout [UInt8], at offset: Int) {
    for position in Set([0, response.length / 2]) {
      let index = position - offset
      if piece.indices.contains(index) { piece[index] ^= 0x01 }
    }
  }
}
