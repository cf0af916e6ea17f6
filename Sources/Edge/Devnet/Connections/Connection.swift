/// One client connection as its thread sees it: heads and bodies in, bytes out.
///
/// Confined to the thread of the connection.
final class Connection {
  /// What came instead of a request head.
  enum HeadFailure: Error {
    case ended
    case malformed
    case tooLarge
  }

  /// What came instead of a whole request body.
  enum BodyFailure: Error {
    case ended
    case malformed
    case tooLarge
  }

  private enum Pending {
    case nothing
    case length(Int)
    case chunks
  }

  static let headBytesMax = 64 * 1024

  let descriptor: FileDescriptor
  private var buffer: [UInt8] = []
  private var pending = Pending.nothing
  private var expectsContinue = false

  init(_ descriptor: FileDescriptor) {
    self.descriptor = descriptor
  }

  /// Whether a request body is still to be read.
  var hasUnreadBody: Bool {
    switch pending {
    case .nothing: false
    case .length, .chunks: true
    }
  }

  /// Waits for the next request head.
  func readHead() throws(HeadFailure) -> RequestHead {
    var searched = 0
    while true {
      if let end = endOfHead(from: searched) {
        var text = buffer[..<end.text]
        if text.last == 0x0D { text.removeLast() }
        let head = RequestHead(parsing: text)
        buffer.removeFirst(end.head)
        guard let head else { throw .malformed }
        expect(bodyOf: head)
        return head
      }
      if buffer.count > Self.headBytesMax { throw .tooLarge }
      searched = max(0, buffer.count - 3)
      guard receive() else { throw buffer.isEmpty ? .ended : .malformed }
    }
  }

  /// Reads the whole body of the request, asking for it first where the client waits for that.
  func readBody(limit: Int) throws(BodyFailure) -> [UInt8] {
    let pending = pending
    if case .length(let length) = pending, length > limit { throw .tooLarge }
    if expectsContinue && buffer.isEmpty {
      let interim: [UInt8] = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
      guard (try? descriptor.send(interim[...])) != nil else { throw .ended }
    }
    expectsContinue = false
    var body: [UInt8] = []
    switch pending {
    case .nothing: break
    case .length(let length):
      body.reserveCapacity(length)
      try take(length, into: &body)
    case .chunks: try takeChunks(limit: limit, into: &body)
    }
    self.pending = .nothing
    return body
  }

  /// Reads a small body that no handler wanted, so that the connection can be kept.
  /// - Returns: whether the next request can follow.
  func discardBody() -> Bool {
    guard hasUnreadBody else { return true }
    if expectsContinue { return false }
    return (try? readBody(limit: 256 * 1024)) != nil
  }

  /// Ends the sending side and reads on for a moment, so that the answer is not lost to a reset.
  func linger() {
    descriptor.shutdownSending()
    descriptor.setReceiveTimeout(seconds: 2)
    var left = 256
    while left > 0, let bytes = try? descriptor.read(upTo: 64 * 1024), !bytes.isEmpty { left -= 1 }
  }

  private func expect(bodyOf head: RequestHead) {
    expectsContinue = head["expect"]?.lowercased() == "100-continue" && !head.isHTTP10
    if head["transfer-encoding"]?.lowercased().contains("chunked") ?? false {
      pending = .chunks
    } else if let length = head["content-length"].flatMap({ Int($0) }), length > 0 {
      pending = .length(length)
    } else {
      pending = .nothing
    }
  }

  private func endOfHead(from start: Int) -> (text: Int, head: Int)? {
    // Empty lines before a request line are skipped (RFC 9112 §2.2).
    while let first = buffer.first, first == 0x0D || first == 0x0A { buffer.removeFirst() }
    var index = min(start, buffer.count)
    while index < buffer.count {
      if buffer[index] == 0x0A {
        if index + 1 < buffer.count, buffer[index + 1] == 0x0A { return (index, index + 2) }
        if index + 2 < buffer.count, buffer[index + 1] == 0x0D, buffer[index + 2] == 0x0A {
          return (index, index + 3)
        }
      }
      index += 1
    }
    return nil
  }

  private func receive() -> Bool {
    guard let bytes = try? descriptor.read(upTo: 64 * 1024), !bytes.isEmpty else { return false }
    buffer.append(contentsOf: bytes)
    return true
  }

  private func take(_ count: Int, into body: inout [UInt8]) throws(BodyFailure) {
    let buffered = min(count, buffer.count)
    body.append(contentsOf: buffer[..<buffered])
    buffer.removeFirst(buffered)
    var missing = count - buffered
    while missing > 0 {
      let wanted = min(missing, 256 * 1024)
      guard let bytes = try? descriptor.read(upTo: wanted), !bytes.isEmpty else { throw .ended }
      body.append(contentsOf: bytes)
      missing -= bytes.count
    }
  }

  private func takeChunks(limit: Int, into body: inout [UInt8]) throws(BodyFailure) {
    while true {
      let line = try takeLine()
      let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
      guard !digits.isEmpty, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16),
        size >= 0
      else { throw .malformed }
      if size == 0 { break }
      if size > limit - body.count { throw .tooLarge }
      try take(size, into: &body)
      guard try takeLine().isEmpty else { throw .malformed }
    }
    // Trailer fields are read and dropped.
    while try !takeLine().isEmpty {}
  }

  private func takeLine() throws(BodyFailure) -> [UInt8] {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        var line = Array(buffer[..<end])
        buffer.removeFirst(end + 1)
        if line.last == 0x0D { line.removeLast() }
        return line
      }
      if buffer.count > 16 * 1024 { throw .malformed }
      guard receive() else { throw .ended }
    }
  }
}
