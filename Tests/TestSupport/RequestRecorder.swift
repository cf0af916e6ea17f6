import Glibc
import Locks

/// An HTTP server on loopback that keeps every request and answers it with the next of its
/// statuses, 200 when there are none left.
package final class RequestRecorder: Sendable {
  /// A request as it came.
  package struct Recorded: Sendable {
    /// The request line and the field lines.
    package let lines: [String]
    package let body: [UInt8]

    /// The value of a field, its name given in lower case.
    package func value(_ name: String) -> String? {
      for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else {
          continue
        }
        return String(line[line.index(after: colon)...].drop { $0 == " " })
      }
      return nil
    }

    /// The content as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  private struct State {
    var statuses: [Int]
    var fields: String
    var requests: [Recorded] = []
  }

  private let state: Mutex<State>
  private let listener = LoopbackListener()

  /// Where it listens, with a path that stands for a token.
  package var url: String { "http://127.0.0.1:\(listener.port)/hook/t0ken-0f-the-receiver" }

  /// A server that answers the first requests with these statuses and field lines.
  package init(_ statuses: [Int] = [], fields: String = "") {
    state = Mutex(State(statuses: statuses, fields: fields))
    listener.accept { [self] connection in
      serve(connection)
      close(connection)
    }
  }

  /// The requests so far.
  package var requests: [Recorded] { state.withLock { $0.requests } }

  /// The first request that is right, waited for; nil when none comes within a minute.
  package func first(where isRight: @escaping @Sendable (Recorded) -> Bool) async -> Recorded? {
    await BlockingThread.run { [self] () throws(Never) in
      for _ in 0..<12_000 {
        if let found = requests.first(where: isRight) { return found }
        usleep(5000)
      }
      return nil
    }
  }

  /// Waits until so many requests have come; says whether they have within a minute.
  package func received(_ count: Int) async -> Bool {
    await BlockingThread.run { [self] () throws(Never) in
      for _ in 0..<12_000 {
        if requests.count >= count { return true }
        usleep(5000)
      }
      return false
    }
  }

  /// Ends the server.
  package func stop() { listener.stop() }

  private func serve(_ connection: Int32) {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8192)
    while bytes.count < 1 << 20 {
      if let request = Self.whole(bytes) {
        let (status, fields) = state.withLock { state in
          state.requests.append(request)
          return (state.statuses.isEmpty ? 200 : state.statuses.removeFirst(), state.fields)
        }
        let answer = "HTTP/1.1 \(status) X\r\n\(fields)Content-Length: 2\r\n\r\nok"
        _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        return
      }
      let count = read(connection, &chunk, chunk.count)
      guard count > 0 else { return }
      bytes += chunk[..<count]
    }
  }

  /// The request, once all of it is there.
  private static func whole(_ bytes: [UInt8]) -> Recorded? {
    guard
      let end = bytes.indices.dropLast(3).first(where: {
        bytes[$0...].starts(with: [13, 10, 13, 10])
      })
    else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").map(
      String.init)
    let head = Recorded(lines: lines, body: [])
    let length = head.value("content-length").flatMap { Int($0) } ?? 0
    let body = Array(bytes[(end + 4)...])
    return body.count >= length ? Recorded(lines: lines, body: body) : nil
  }
}
