package import EventLoops

/// One attempt to connect: resolves the name on the pool and tries its addresses one after another,
/// all within one time.
///
/// All members belong to the loop's thread. The result is told once, unless the attempt is cancelled.
package final class Dial {
  private let target: DialTarget
  private let loop: EventLoop
  private let makeTransport: (Int32) -> Result<any ByteTransport, ClientStreamFailure>
  private let timer: LoopTimer
  private var finished: ((Result<ClientStream, ClientStreamFailure>) -> Void)?
  private var stream: ClientStream?
  private var addresses: ArraySlice<SocketAddress> = []

  /// Begins; `makeTransport` says what carries bytes over a socket that is not connected yet.
  package init(
    _ target: DialTarget, loop: EventLoop, pool: BlockingPool, timeoutMilliseconds: UInt64,
    makeTransport: @escaping (Int32) -> Result<any ByteTransport, ClientStreamFailure>,
    finished: @escaping (Result<ClientStream, ClientStreamFailure>) -> Void
  ) {
    self.target = target
    self.loop = loop
    self.makeTransport = makeTransport
    self.finished = finished
    timer = LoopTimer(loop: loop)
    timer.start(milliseconds: timeoutMilliseconds) { [unowned self] in
      finish(.failure(.timedOut))
    }
    begin(pool)
  }

  /// Gives up, and tells nobody.
  package func cancel() {
    finished = nil
    finish(.failure(.ended))
  }

  private func begin(_ pool: BlockingPool) {
    guard case .host(let host, let port) = target else { return nextTurn { $0.tryPath() } }
    if let address = try? SocketAddress(host: host, port: port) {
      addresses = [address]
      return nextTurn { $0.tryNext(after: .unresolved(host)) }
    }
    let bound = LoopBound(self, loop: loop)
    let isQueued = pool.submit {
      let found = NameResolution.addresses(of: host, port: port)
      bound.loop.execute { bound.value.resolved(found) }
    }
    if !isQueued { nextTurn { $0.finish(.failure(.unresolved("the pool is full"))) } }
  }

  /// Whoever dials has the attempt in hand before it is told how it went.
  private func nextTurn(_ work: @escaping @Sendable (Dial) -> Void) {
    let bound = LoopBound(self, loop: loop)
    loop.execute { work(bound.value) }
  }

  private func resolved(_ result: Result<[SocketAddress], ClientStreamFailure>) {
    switch result {
    case .failure(let failure): finish(.failure(failure))
    case .success(let found):
      addresses = found[...]
      tryNext(after: .unresolved("it has no address"))
    }
  }

  private func tryNext(after failure: ClientStreamFailure) {
    guard finished != nil else { return }
    guard let address = addresses.popFirst() else { return finish(.failure(failure)) }
    do throws(ClientStreamFailure) {
      connect(try ClientSocket.open(address))
    } catch {
      tryNext(after: error)
    }
  }

  private func tryPath() {
    guard finished != nil, case .path(let path) = target else { return }
    do throws(ClientStreamFailure) {
      connect(try ClientSocket.open(path: path))
    } catch {
      finish(.failure(error))
    }
  }

  private func connect(_ descriptor: Int32) {
    switch makeTransport(descriptor) {
    case .failure(let failure):
      ClientSocket.discard(descriptor)
      finish(.failure(failure))
    case .success(let transport):
      let stream = ClientStream(descriptor: descriptor, loop: loop, transport: transport)
      self.stream = stream
      stream.opened = { [unowned self] in finish(.success(stream)) }
      stream.ended = { [unowned self] failure in
        self.stream = nil
        tryNext(after: failure)
      }
    }
  }

  private func finish(_ result: Result<ClientStream, ClientStreamFailure>) {
    timer.close()
    let finished = finished
    self.finished = nil
    let stream = stream
    self.stream = nil
    if case .failure = result { stream?.cancel() }
    if case .success(let stream) = result {
      stream.ended = nil
      if finished == nil { stream.cancel() }
    }
    finished?(result)
  }
}
