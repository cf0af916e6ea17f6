internal import Glibc

/// Lines of a connection, and the replies to them.
struct LineReader {
  let descriptor: Int32
  private var rest: [UInt8] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends a reply.
  func reply(_ text: String) {
    let bytes = Array((text + "\r\n").utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// The next line without its end; nil when the other side has gone.
  mutating func line() -> String? {
    while true {
      if let end = rest.firstIndex(of: 10) {
        var line = rest[..<end]
        if line.last == 13 { line = line.dropLast() }
        let text = String(decoding: line, as: UTF8.self)
        rest.removeSubrange(...end)
        return text
      }
      var piece = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { return nil }
      rest += piece[..<count]
    }
  }

  /// A content up to its final dot, the doubled dots of its lines made single (RFC 5321 §4.5.2).
  mutating func content() -> String? {
    var text = ""
    while let line = line() {
      if line == "." { return text }
      text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
    }
    return nil
  }
}
