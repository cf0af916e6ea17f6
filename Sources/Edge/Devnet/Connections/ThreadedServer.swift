import Synchronization

/// A loopback HTTP/1.1 server with a blocking thread for every connection.
///
/// Threads keep the faults honest and simple: a stall is a thread that waits, a reset is a close.
final class ThreadedServer: Sendable {
  /// What the server counted since its start.
  struct Counts: Sendable, Equatable {
    /// Connections accepted.
    var accepted = 0

    /// Connections open now.
    var open = 0
  }

  private struct State {
    var counts = Counts()
    var connections: [Int: FileDescriptor] = [:]
    var threads: [Int: OSThread] = [:]
    var ended: [Int] = []
    var acceptor: OSThread?
    var isStopping = false
    var isClosed = false
  }

  static let connectionsMax = 1_024

  let name: String
  let port: UInt16
  private let listener: Listener
  private let state = Mutex(State())
  private let handler: any RequestHandler

  /// Binds the port; connections wait in the kernel until `start()`.
  init(name: String, port: UInt16, handler: any RequestHandler) throws(SystemCallError) {
    self.name = name
    self.handler = handler
    listener = try Listener(port: port)
    self.port = listener.port
  }

  // Threads hold the server, so here it was never started or has stopped.
  deinit { closeListener() }

  /// The address of the server, without a slash at the end.
  var url: String { "http://127.0.0.1:\(port)" }

  /// What was counted so far.
  var counts: Counts { state.withLock { $0.counts } }

  /// Starts to accept.
  func start() throws(SystemCallError) {
    let thread = try OSThread(name: "\(name)-accept") { self.acceptAll() }
    state.withLock { $0.acceptor = thread }
  }

  /// Ends every connection at once and waits for all threads; again it does nothing.
  func stop() {
    let acceptor = state.withLock { state -> OSThread? in
      state.isStopping = true
      defer { state.acceptor = nil }
      return state.acceptor
    }
    listener.end()
    acceptor?.join()
    let threads = state.withLock { state in
      for descriptor in state.connections.values { descriptor.shutdownBoth() }
      defer { state.threads = [:] }
      return state.threads.values.map { $0 }
    }
    for thread in threads { thread.join() }
    closeListener()
  }

  private func closeListener() {
    let isOpen = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if isOpen { listener.close() }
  }

  private func acceptAll() {
    var number = 0
    while let descriptor = listener.accept() {
      number += 1
      reap()
      let id = number
      let isAdmitted = state.withLock { state in
        guard !state.isStopping, state.connections.count < Self.connectionsMax else { return false }
        state.counts.accepted += 1
        state.counts.open += 1
        state.connections[id] = descriptor
        return true
      }
      guard isAdmitted else {
        descriptor.close()
        continue
      }
      do {
        let thread = try OSThread(name: name) { self.serve(descriptor, id: id) }
        state.withLock { $0.threads[id] = thread }
      } catch {
        end(descriptor, id: id)
      }
    }
  }

  /// Joins the threads that have ended, so that they do not pile up.
  private func reap() {
    let threads = state.withLock { state in
      let ended = state.ended
      state.ended = []
      return ended.compactMap { state.threads.removeValue(forKey: $0) }
    }
    for thread in threads { thread.join() }
  }

  private func serve(_ descriptor: FileDescriptor, id: Int) {
    // An idle connection is given up after two minutes.
    descriptor.setReceiveTimeout(seconds: 120)
    let connection = Connection(descriptor)
    if handler.admits(connection) { serve(connection) }
    end(descriptor, id: id)
  }

  private func serve(_ connection: Connection) {
    var outcome = Outcome.keep
    while outcome == .keep {
      do throws(Connection.HeadFailure) {
        let head = try connection.readHead()
        outcome = handler.handle(Exchange(head, on: connection))
        if outcome == .keep, head.wantsClose || !connection.discardBody() { outcome = .close }
      } catch {
        switch error {
        case .ended: return
        case .malformed: outcome = refuse(400, connection)
        case .tooLarge: outcome = refuse(431, connection)
        }
      }
    }
    if outcome == .close { connection.linger() }
  }

  private func refuse(_ status: Int, _ connection: Connection) -> Outcome {
    Delivery(.empty(status, [("connection", "close")])).send(on: connection, method: "GET")
  }

  private func end(_ descriptor: FileDescriptor, id: Int) {
    state.withLock { state in
      state.connections[id] = nil
      state.counts.open -= 1
      state.ended.append(id)
      // Closed under the lock: `stop()` must not shut down a number that was given away again.
      descriptor.close()
    }
  }
}
