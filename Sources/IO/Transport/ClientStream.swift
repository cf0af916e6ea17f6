package import EventLoops
internal import Glibc

/// A connection to a server: connects, agrees on encryption if there is any, then sends and receives.
///
/// All members belong to the loop's thread. What is sent in one turn of the loop goes out together.
/// `closed` is called once, whether the connection failed, ended or never stood; after `close()` it is
/// not called.
package final class ClientStream: PolledDescriptor {
  private enum Phase {
    case connecting, shaking, open, closed
  }

  /// Bytes read in one call of the system, and calls in one turn of the loop.
  private static let readSize = 16 << 10
  private static let readsPerTurn = 16

  /// Called once, when bytes may be sent.
  package var opened: (() -> Void)?
  /// Called with bytes as they arrive.
  package var received: (([UInt8]) -> Void)?
  /// Called once, when nothing more will come.
  package var ended: ((ClientStreamFailure) -> Void)?

  private let loop: EventLoop
  private let outputMax: Int
  private var transport: any ByteTransport
  private var phase = Phase.connecting
  private var output: [UInt8] = []
  private var outputStart = 0
  private var isFlushDue = false

  /// Takes ownership of a socket that `ClientSocket` has begun to connect; call on the loop.
  ///
  /// - Parameter outputMax: bytes that may wait for a server that does not take them.
  package init(
    descriptor: Int32, loop: EventLoop, outputMax: Int = 16 << 20,
    transport: any ByteTransport
  ) {
    self.loop = loop
    self.outputMax = outputMax
    self.transport = transport
    super.init(descriptor: descriptor, loop: loop)
    watch(.writable)
  }

  /// Whether bytes may be sent.
  package var isReady: Bool { phase == .open }

  /// Sends bytes at the end of this turn of the loop, and what does not fit when there is room.
  package func send(_ bytes: [UInt8]) {
    guard phase == .open, !bytes.isEmpty else { return }
    guard output.count - outputStart + bytes.count <= outputMax else { return fail(.congested) }
    if outputStart > 64 << 10 {
      output.removeFirst(outputStart)
      outputStart = 0
    }
    output.append(contentsOf: bytes)
    guard !isFlushDue else { return }
    isFlushDue = true
    let bound = LoopBound(self, loop: loop)
    loop.execute { bound.value.flushDue() }
  }

  /// Closes at once and calls nothing more.
  package func cancel() {
    guard phase != .closed else { return }
    phase = .closed
    opened = nil
    received = nil
    ended = nil
    output = []
    close()
  }

  /// Goes on with whatever the socket is ready for.
  override package func ready(_ events: Events, status: Int32) {
    switch phase {
    case .connecting:
      let error = ClientSocket.outcome(descriptor)
      guard error == 0 else { return fail(.unreachable(error)) }
      phase = .shaking
      shake()
    case .shaking: shake()
    case .open:
      if status < 0 { return fail(.broken(-status)) }
      if events.contains(.writable) { flush() }
      if phase == .open { read() }
    case .closed: break
    }
  }

  private func shake() {
    switch transport.handshake() {
    case .done:
      phase = .open
      watch(.readable)
      opened?()
      opened = nil
      // What came with the end of the handshake makes no socket readable.
      if phase == .open { read() }
    case .waits(let toWrite): watch(toWrite ? .writable : .readable)
    case .failed(let reason): fail(.handshake(reason))
    }
  }

  private func read() {
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.readSize, alignment: 16) { buffer in
      for _ in 0..<Self.readsPerTurn {
        switch unsafe transport.read(into: buffer) {
        case .moved(let count):
          received?(unsafe Array(buffer[..<count]))
          guard phase == .open else { return }
        case .wouldBlock: return watchForMore()
        case .ended: return fail(.ended)
        case .failed(let error): return fail(.broken(error))
        }
      }
      // Others have their turn; what TLS holds already would wake nobody.
      let bound = LoopBound(self, loop: loop)
      loop.execute { if bound.value.phase == .open { bound.value.read() } }
    }
  }

  private func flushDue() {
    isFlushDue = false
    if phase == .open { flush() }
  }

  private func flush() {
    while outputStart < output.count {
      let result = unsafe output.withUnsafeBytes {
        unsafe transport.write(
          UnsafeRawBufferPointer(rebasing: $0[outputStart...]), moreFollows: false)
      }
      switch result {
      case .moved(let count): outputStart += count
      case .wouldBlock: return watchForMore()
      case .ended: return fail(.ended)
      case .failed(let error): return fail(.broken(error))
      }
    }
    output.removeAll(keepingCapacity: output.capacity <= 64 << 10)
    outputStart = 0
    watchForMore()
  }

  private func watchForMore() {
    guard phase == .open else { return }
    let wantsToWrite = outputStart < output.count || transport.readWaitsToWrite
    watch(wantsToWrite ? [.readable, .writable] : .readable)
  }

  private func fail(_ failure: ClientStreamFailure) {
    guard phase != .closed else { return }
    let ended = ended
    cancel()
    ended?(failure)
  }
}
