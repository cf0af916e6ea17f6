internal import CPostgreSQL
internal import EventLoops
internal import Persistence

/// One connection to a server, driven by the loop: nothing here waits. All members belong to the
/// loop's thread.
///
/// `@safe`: the handle is made by `init`, given back once by `close()`, and nil afterwards.
@safe final class ServerConnection {
  typealias Outcome = Result<StatementResult, DatabaseFailure>

  private enum Phase {
    case connecting((DatabaseFailure?) -> Void)
    case idle
    case running(ServerExchange)
    case closed
  }

  private var handle: OpaquePointer?
  private let target: ServerTarget
  private let loop: EventLoop
  private let canceller: BlockingPool
  private var phase: Phase
  private var socket: ServerSocket?
  private let timer: LoopTimer
  private var prepared: PreparedStatements
  /// Whether something happened that makes another connection the better one.
  private(set) var isSpoiled = false
  /// Called when the other side ends a connection that rests.
  var lost: (() -> Void)?

  /// Begins to connect.
  ///
  /// - Parameter done: called once, with the reason when it did not work.
  init(
    _ target: ServerTarget, loop: EventLoop, canceller: BlockingPool, preparedMax: Int,
    timeout: Duration, done: @escaping (DatabaseFailure?) -> Void
  ) {
    self.target = target
    self.loop = loop
    self.canceller = canceller
    prepared = PreparedStatements(limit: preparedMax)
    timer = LoopTimer(loop: loop)
    phase = .connecting(done)
    unsafe handle = target.startConnecting()
    // Later, so that whoever made the connection has it in hand when it is told.
    timer.start(milliseconds: 0) { [weak self] in self?.beginConnecting(timeout: timeout) }
  }

  /// Whether it is open, at rest, and in no transaction.
  var isReusable: Bool {
    guard case .idle = phase, !isSpoiled, let handle = unsafe handle else { return false }
    return unsafe PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// Whether it was closed, by either side.
  var isClosed: Bool {
    if case .closed = phase { return true }
    return false
  }

  // MARK: Connecting

  private func beginConnecting(timeout: Duration) {
    guard let handle = unsafe handle else {
      return finishConnecting(DatabaseFailure(.overloaded, "no memory for a connection"))
    }
    unsafe PQsetNoticeReceiver(handle, serverNoticed, nil)
    guard unsafe PQstatus(handle) != CONNECTION_BAD else {
      return finishConnecting(connectFailure)
    }
    timer.start(milliseconds: timeout.milliseconds) { [weak self] in
      self?.finishConnecting(
        DatabaseFailure(.unavailable, "the server did not answer in time", sqlState: "08001"))
    }
    watch(.writable)
  }

  private func advanceConnecting() {
    guard let handle = unsafe handle else { return }
    switch unsafe PQconnectPoll(handle) {
    case PGRES_POLLING_READING: watch(.readable)
    case PGRES_POLLING_WRITING: watch(.writable)
    case PGRES_POLLING_OK:
      unsafe PQsetnonblocking(handle, 1)
      watch(.readable)
      finishConnecting(nil)
    default: finishConnecting(connectFailure)
    }
  }

  /// Watches the socket, which may have become another one.
  private func watch(_ events: ServerSocket.Events) {
    guard let handle = unsafe handle else { return }
    socket?.close()
    socket = ServerSocket.watching(unsafe PQsocket(handle), loop: loop) { [weak self] in
      self?.ready($0)
    }
    guard let socket else {
      return finishConnecting(
        DatabaseFailure(.unavailable, "no descriptor is left for a connection"))
    }
    socket.watch(events)
  }

  private func finishConnecting(_ failure: DatabaseFailure?) {
    guard case .connecting(let done) = phase else { return }
    timer.stop()
    phase = .idle
    if failure != nil { close() }
    done(failure)
  }

  private var connectFailure: DatabaseFailure {
    let message = unsafe handle.map { unsafe String(cString: PQerrorMessage($0)) }
    return DatabaseFailure(connecting: message ?? "", secret: target.password)
  }

  // MARK: Running

  /// Runs a command; `done` is called once, on the loop, never before this returns.
  func run(_ command: ServerCommand, done: @escaping (Outcome) -> Void) {
    guard case .idle = phase else {
      let failure = DatabaseFailure(.unavailable, "the connection to the server is lost")
      return soon { done(.failure(failure)) }
    }
    var exchange = ServerExchange(command, done: done)
    exchange.way =
      command.isControl
      ? .plain : prepared.way(for: .init(text: command.text, types: exchange.parameters.types))
    phase = .running(exchange)
    timer.start(milliseconds: command.timeout.milliseconds) { [weak self] in self?.timedOut() }
    if unsafe exchange.send(on: handle!) {
      flush()
    } else {
      soon { [weak self] in self?.fail(lostFailure: self?.connectionMessage ?? "") }
    }
  }

  private func ready(_ events: ServerSocket.Events) {
    switch phase {
    case .connecting: advanceConnecting()
    case .idle, .running:
      if events.contains(.writable) { flush() }
      if events.contains(.readable) || events.contains(.disconnected) { receive() }
    case .closed: break
    }
  }

  /// Sends what libpq holds back, and waits for room when there is none.
  private func flush() {
    guard let handle = unsafe handle else { return }
    let left = unsafe PQflush(handle)
    socket?.watch(left > 0 ? [.readable, .writable] : .readable)
    // A failure to send shows itself, with its reason, in what is received.
    if left < 0 { receive() }
  }

  private func receive() {
    guard let handle = unsafe handle else { return }
    guard unsafe PQconsumeInput(handle) != 0 else { return fail(lostFailure: connectionMessage) }
    guard case .running(var exchange) = phase else {
      // Nothing is asked, so all that can come is the end, or a parting word before it.
      if unsafe PQisBusy(handle) == 0, unsafe PQstatus(handle) == CONNECTION_BAD {
        fail(lostFailure: connectionMessage)
      }
      return
    }
    // The phase holds no second copy while the rows grow.
    phase = .idle
    while unsafe PQisBusy(handle) == 0 {
      guard let piece = unsafe PQgetResult(handle) else {
        return stepDone(exchange)
      }
      let isEnough = unsafe exchange.reader.take(piece)
      unsafe PQclear(piece)
      if isEnough, !exchange.isCancelled {
        exchange.isCancelled = true
        cancel()
      }
    }
    phase = .running(exchange)
    flush()
  }

  /// A step of a command has its results: preparing, or the statement itself.
  private func stepDone(_ step: ServerExchange) {
    var exchange = step
    if unsafe PQstatus(handle!) == CONNECTION_BAD {
      phase = .running(exchange)
      return fail(lostFailure: exchange.reader.failure?.message ?? connectionMessage)
    }
    if case .prepare(let name) = exchange.way, exchange.reader.failure == nil {
      let key = PreparedStatements.Key(
        text: exchange.command.text, types: exchange.parameters.types)
      prepared.isPrepared(key, as: name)
      exchange.way = .prepared(name)
      phase = .running(exchange)
      if unsafe exchange.send(on: handle!) {
        flush()
      } else {
        fail(lostFailure: connectionMessage)
      }
      return
    }
    timer.stop()
    phase = .idle
    if exchange.reader.failure?.spoilsConnection == true { isSpoiled = true }
    exchange.done(exchange.outcome)
  }

  // MARK: Ending

  private func timedOut() {
    guard case .running(var exchange) = phase else { return }
    if exchange.isTimedOut {
      return fail(
        DatabaseFailure(
          .timedOut, "the server did not end the statement", sqlState: "57014",
          isOutcomeUnknown: exchange.command.commits))
    }
    exchange.isTimedOut = true
    exchange.isCancelled = true
    phase = .running(exchange)
    cancel()
    timer.start(milliseconds: PostgreSQLSettings.cancelGrace.milliseconds) { [weak self] in
      self?.timedOut()
    }
  }

  /// Asks the server, over a connection of its own, to end what runs. libpq 15 waits while it does
  /// so, hence the pool; when that is full, the timer ends the connection instead.
  private func cancel() {
    // It may come late, and then end what another caller runs: the connection is not used again.
    isSpoiled = true
    guard let handle = unsafe handle, let request = unsafe PQgetCancel(handle) else { return }
    let cancellation = unsafe ServerCancellation(request)
    _ = canceller.submit { cancellation.send() }
  }

  private var connectionMessage: String {
    let message = unsafe handle.map { unsafe String(cString: PQerrorMessage($0)) } ?? ""
    return DatabaseFailure(connecting: message, secret: target.password).message
  }

  private func fail(lostFailure message: String) {
    var isUnknown = false
    if case .running(let exchange) = phase { isUnknown = exchange.command.commits }
    fail(
      DatabaseFailure(
        .unavailable, message.isEmpty ? "the connection to the server is lost" : message,
        sqlState: "08006", isOutcomeUnknown: isUnknown))
  }

  /// Ends the connection and tells whoever waits on it.
  private func fail(_ failure: DatabaseFailure) {
    let phase = phase
    close()
    switch phase {
    case .connecting(let done): done(failure)
    case .running(let exchange): exchange.done(.failure(failure))
    case .idle: lost?()
    case .closed: break
    }
  }

  /// Ends the connection and tells whoever waits on it, but not that it is lost.
  func end(_ failure: DatabaseFailure) {
    lost = nil
    fail(failure)
  }

  private func close() {
    guard let handle = unsafe handle else { return }
    phase = .closed
    unsafe self.handle = nil
    timer.close()
    socket?.close()
    socket = nil
    unsafe PQfinish(handle)
  }

  /// Runs something at the loop's next turn.
  private func soon(_ work: @escaping () -> Void) {
    let turn = LoopTimer(loop: loop)
    turn.start(milliseconds: 0) {
      turn.close()
      work()
    }
  }
}

/// What the server remarks beside its results would go to standard error.
private func serverNoticed(_: UnsafeMutableRawPointer?, _: OpaquePointer?) {}
