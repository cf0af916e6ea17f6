import Glibc

/// Clients that do what clients are meant to do, each with an address and a token of its own.
struct GoodClients {
  /// How it went.
  struct Outcome {
    /// From the first byte of a request to the last of its response, in milliseconds.
    var latencies: [Double] = []
    /// Answers other than 200, and connections that ended.
    var failures: [String] = []
  }

  static let count = 50
  /// Milliseconds between two requests of a client.
  static let pauseMilliseconds = 400

  private struct Client {
    let host: UInt32
    var socket: LoopbackSocket
    var due: Int
    var sentAt: ContinuousClock.Instant?
    var pending: [UInt8] = []
  }

  private let port: UInt16
  private let request: [UInt8]
  private let countOfBody: Int
  private var clients: [Client] = []

  /// - Parameters:
  ///   - fields: those of every request.
  ///   - countOfBody: bytes of the content.
  init(port: UInt16, path: String, fields: [String], countOfBody: Int) throws(BenchmarkFailure) {
    self.port = port
    self.countOfBody = countOfBody
    request = Request.get(path, port: port, fields: fields)
    for index in 0..<Self.count {
      let host = UInt32(index + 2)
      guard let socket = LoopbackSocket(from: host, to: port) else {
        throw BenchmarkFailure("client \(index) cannot connect: errno \(errno)")
      }
      clients.append(
        Client(host: host, socket: socket, due: index * Self.pauseMilliseconds / Self.count))
    }
  }

  /// Ends every connection.
  func close() { for client in clients { client.socket.close() } }

  /// Reads for this long.
  mutating func run(seconds: Int) -> Outcome {
    var outcome = Outcome()
    let start = ContinuousClock.now
    // The turn begins anew, whatever was before.
    for index in clients.indices {
      clients[index].due = index * Self.pauseMilliseconds / Self.count
    }
    while true {
      let now = Int((ContinuousClock.now - start) / .milliseconds(1))
      guard now < seconds * 1000 else { return outcome }
      for index in clients.indices where clients[index].sentAt == nil && clients[index].due <= now {
        clients[index].due = now + Self.pauseMilliseconds
        clients[index].sentAt = .now
        if clients[index].socket.send(request[...]) != request.count {
          fail(index, "a request could not be sent", &outcome)
        }
      }
      receive(&outcome)
    }
  }

  /// Waits a moment for what is answered, and reads it.
  private mutating func receive(_ outcome: inout Outcome) {
    var waits = clients.map {
      pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0)
    }
    guard unsafe poll(&waits, nfds_t(waits.count), 1) > 0 else { return }
    for index in waits.indices where waits[index].revents != 0 {
      guard let bytes = clients[index].socket.receive(65536) else {
        fail(index, "a connection was ended", &outcome)
        continue
      }
      clients[index].pending += bytes
      finish(index, &outcome)
    }
  }

  private mutating func finish(_ index: Int, _ outcome: inout Outcome) {
    let pending = clients[index].pending
    guard let headEnd = pending.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound,
      let sentAt = clients[index].sentAt
    else { return }
    let head = Array(pending[..<headEnd])
    let response = HTTPConnection.Response(head: head, body: [])
    guard response.status == 200 else {
      return fail(index, "an answer was \(response.status)", &outcome)
    }
    guard pending.count - headEnd >= countOfBody else { return }
    outcome.latencies.append((ContinuousClock.now - sentAt) / .milliseconds(1))
    clients[index].pending = []
    clients[index].sentAt = nil
    // A server may end a connection that has become old, and says so.
    if String(decoding: head, as: UTF8.self).lowercased().contains("connection: close") {
      reconnect(index)
    }
  }

  private mutating func fail(_ index: Int, _ what: String, _ outcome: inout Outcome) {
    // A connection that rests may end at any time; only what was asked has to be answered.
    if clients[index].sentAt != nil { outcome.failures.append(what) }
    reconnect(index)
  }

  private mutating func reconnect(_ index: Int) {
    clients[index].socket.close()
    clients[index].sentAt = nil
    clients[index].pending = []
    if let socket = LoopbackSocket(from: clients[index].host, to: port) {
      clients[index].socket = socket
    }
  }
}
