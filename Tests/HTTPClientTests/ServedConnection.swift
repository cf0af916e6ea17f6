import Glibc

/// One accepted connection of a `ScriptedServer`; its calls block the script's own thread.
final class ServedConnection {
  /// 0 for the first connection of the server.
  let index: Int
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(index: Int, descriptor: Int32) {
    self.index = index
    self.descriptor = descriptor
    limit(SO_RCVTIMEO, milliseconds: 10_000)
    limit(SO_SNDTIMEO, milliseconds: 10_000)
  }

  deinit { close(descriptor) }

  /// A request's head with its blank line; nil when the client has gone.
  func readHead() -> String? {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: buffer[..<end.upperBound], as: UTF8.self)
        buffer.removeSubrange(..<end.upperBound)
        return head
      }
      guard receive() else { return nil }
    }
  }

  /// Exactly so many bytes of content; fewer when the client has gone.
  func read(_ count: Int) -> [UInt8] {
    while buffer.count < count, receive() {}
    let bytes = Array(buffer.prefix(count))
    buffer.removeFirst(bytes.count)
    return bytes
  }

  /// False when the client does not take it.
  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// False when the client does not take it.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Sends until the kernel takes no more for 200 ms; the bytes that it took.
  func sendUntilFull(_ chunk: [UInt8], max: Int) -> Int {
    limit(SO_SNDTIMEO, milliseconds: 200)
    defer { limit(SO_SNDTIMEO, milliseconds: 10_000) }
    var total = 0
    while total < max {
      let count = chunk.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, min($0.count, max - total), Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      total += count
    }
    return total
  }

  /// Whether the client closes, or resets, within the receive limit.
  func waitForClose() -> Bool {
    while receive() {}
    return errno != EAGAIN
  }

  /// Makes the coming close a reset in place of an orderly end.
  func resetOnClose() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  private func limit(_ option: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  private func receive() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65536)
    errno = 0
    let count = recv(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    buffer += bytes[..<count]
    return true
  }
}
