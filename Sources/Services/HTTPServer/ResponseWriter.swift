internal import Bytes
internal import HTTP
internal import Routing

/// Writes a handler's response: head, framing (RFC 9112 §6), body.
struct ResponseWriter {
  /// How the end of the body is shown.
  enum Framing: Equatable {
    case none
    case length(Int64)
    case chunked
    case close
  }

  let exchange: Exchange
  let isHead: Bool

  /// How a response has to be framed for this client.
  static func framing(
    of response: Response, isHead: Bool, minorVersion: UInt8
  ) -> (framing: Framing, hasBody: Bool) {
    let hasBody = !isHead && response.status.allowsContent
    switch response.body {
    case .empty:
      return (response.status.allowsContent ? .length(0) : .none, false)
    case .bytes(let bytes): return (.length(Int64(bytes.count)), hasBody)
    case .omitted(let length): return (.length(length), false)
    case .source(let source):
      if let length = source.length { return (.length(length), hasBody) }
      return (minorVersion >= 1 ? .chunked : .close, hasBody)
    }
  }

  /// Writes everything; the bytes of content sent, and whether the response is whole.
  func write(_ response: Response) async -> (sent: Int64, isWhole: Bool) {
    let (framing, hasBody) = Self.framing(
      of: response, isHead: isHead, minorVersion: exchange.head.minorVersion)
    if framing == .close { exchange.context.closesConnection = true }
    var head = printHead(response, framing: framing)
    guard hasBody else { return (0, await write(head)) }
    switch response.body {
    case .empty, .omitted: return (0, await write(head))
    case .bytes(let bytes):
      head.append(contentsOf: bytes)
      return (Int64(bytes.count), await write(head))
    case .source(let source):
      guard await write(head) else { return (0, false) }
      return await write(source, framing: framing)
    }
  }

  private func write(_ source: any BodySource, framing: Framing) async -> (Int64, Bool) {
    var sent: Int64 = 0
    do {
      while let piece = try await source.next() {
        guard piece.count > 0 else { continue }
        if framing == .chunked {
          let size = Array("\(String(piece.count, radix: 16))\r\n".utf8)
          guard await write(size), await exchange.write(piece), await write([13, 10])
          else { return (sent, false) }
        } else {
          guard await exchange.write(piece) else { return (sent, false) }
        }
        sent += Int64(piece.count)
      }
    } catch {
      return (sent, false)
    }
    if framing == .chunked { return (sent, await write(Array("0\r\n\r\n".utf8))) }
    // A source that gives less than it promised has been cut off.
    if case .length(let length) = framing, sent != length { return (sent, false) }
    return (sent, true)
  }

  private func write(_ bytes: [UInt8]) async -> Bool {
    await exchange.write(unsafe bytes.withUnsafeBytes { unsafe OwnedBytes(copying: $0).piece })
  }

  private func printHead(_ response: Response, framing: Framing) -> [UInt8] {
    var size = 640
    for field in response.fields.fields {
      size += field.name.text.utf8.count + field.value.utf8.count + 4
    }
    return Array(capacity: size) { output in
      output.append("HTTP/1.1 ")
      output.append(decimal: UInt64(response.status.code))
      output.append(" ")
      output.append(response.status.reason)
      output.append("\r\n")
      exchange.context.writeCommonFields(to: &output)
      for field in response.fields.fields {
        // A value that would break out of its line is left out: what it said is lost, not more.
        try? ResponseHeadWriter.writeField(
          field.name.text.utf8.span, field.value.utf8.span, into: &output)
      }
      switch framing {
      case .none, .close: break
      case .length(let length):
        output.append("Content-Length: ")
        output.append(decimal: UInt64(length))
        output.append("\r\n")
      case .chunked: output.append("Transfer-Encoding: chunked\r\n")
      }
      output.append("\r\n")
    }
  }
}
