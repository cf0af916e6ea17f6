import Glibc
import Locks

/// A server on loopback that keeps what it is sent and answers as it is told, the last answer again
/// and again.
package final class HTTPReceiver: Sendable {
  /// A request as it came.
  package struct Received: Sendable {
    /// The lines of the head, with CRLF between them.
    package let head: String
    package let body: [UInt8]

    /// The content as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a field, its name in any case.
    package func field(_ name: String) -> String? {
      for line in head.split(separator: "\r\n") {
        guard let colon = line.firstIndex(of: ":"),
          line[..<colon].lowercased() == name.lowercased()
        else { continue }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
      }
      return nil
    }
  }

  private struct State: Sendable {
    var answers: [String]
    var received: [Received] = []
  }

  private let listener: LoopbackListener
  private let state: Mutex<State>

  /// Answers with these status lines and fields, such as `503 x\r\nRetry-After: 1`, in order.
  package init(_ answers: String..., body: String = "{}") {
    state = Mutex(State(answers: answers.isEmpty ? ["200 OK"] : answers))
    listener = LoopbackListener(backlog: 64)
    listener.accept { [self] descriptor in
      BlockingThread.start { self.serve(descriptor, body) }
    }
  }

  /// The port that it listens on.
  package var port: UInt16 { listener.port }

  /// What has come so far.
  package var received: [Received] { state.withLock { $0.received } }

  /// Waits until something holds of what has come, and says whether it does.
  package func eventually(
    within limit: Duration = .seconds(10), _ condition: ([Received]) -> Bool
  ) async -> Bool {
    let end = ContinuousClock.now + limit
    while true {
      if condition(received) { return true }
      if ContinuousClock.now > end { return false }
      await BlockingThread.run { () throws(Never) in _ = usleep(5000) }
    }
  }

  /// Ends it.
  package func stop() { listener.stop() }

  private func serve(_ descriptor: Int32, _ body: String) {
    defer { close(descriptor) }
    var buffer: [UInt8] = []
    while let request = next(descriptor, &buffer) {
      let answer = state.withLock { state in
        state.received.append(request)
        return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
      }
      let bytes = Array(
        "HTTP/1.1 \(answer)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
      guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
    }
  }

  private func next(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Received? {
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let length = Received(head: head, body: []).field("content-length").flatMap(Int.init) ?? 0
        if buffer.count >= end.upperBound + length {
          let body = Array(buffer[end.upperBound..<end.upperBound + length])
          buffer.removeSubrange(..<(end.upperBound + length))
          return Received(head: head, body: body)
        }
      }
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer += chunk[..<count]
    }
  }
}
