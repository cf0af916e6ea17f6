internal import Bytes
internal import HTTP
internal import Routing

/// One request on a task: reads its body, runs the handler, writes the response.
///
/// Belongs to the connection's loop, as does its task. The two waits, for input and for output,
/// are one continuation each: there is one reader and one writer, the task itself.
@safe final class Exchange: RequestBody {
  /// What a body still has to give.
  enum Remainder {
    case none
    case length(UInt64)
    case chunked(ChunkedDecoder)
    case failed(RequestBodyError)
  }

  let head: RequestHead
  let bytes: [UInt8]
  let context: RequestContext
  let limits: ServerLimits
  let declaredLength: UInt64?
  weak var host: (any ExchangeHost)?
  var task: Task<Void, Never>?

  private var remainder: Remainder
  private var owesContinue: Bool
  private var hasTimedOut = false
  private var bodyStartedAt: UInt64 = 0
  private var bodyCount = 0
  /// Bytes of the body that have been read so far.
  var receivedCount: Int { bodyCount }
  private var inputWaiter: UnsafeContinuation<Void, Never>?
  private var outputWaiter: UnsafeContinuation<Void, Never>?

  init(
    head: RequestHead, bytes: [UInt8], context: RequestContext, limits: ServerLimits,
    host: any ExchangeHost
  ) {
    self.head = head
    self.bytes = bytes
    self.context = context
    self.limits = limits
    self.host = host
    owesContinue = head.expectsContinue
    switch head.body {
    case .none:
      remainder = .none
      declaredLength = 0
    case .length(let length):
      remainder = length == 0 ? .none : .length(length)
      declaredLength = length
    case .chunked:
      remainder = .chunked(ChunkedDecoder())
      declaredLength = nil
    }
  }

  /// Bytes of input that may wait: much for a body being read, little for what is pipelined.
  var inputMax: Int {
    if case .none = remainder { return limits.pipelinedBytesMax }
    return ServerShard.readBufferSize
  }

  /// Whether the whole body was read.
  var isBodyRead: Bool {
    if case .none = remainder { return true }
    return false
  }

  // MARK: Events of the connection

  func inputArrived() { unsafe resume(&inputWaiter) }

  func outputWritten() { unsafe resume(&outputWaiter) }

  /// The client sends no more. Whoever still waits for content may give up.
  func inputFinished() {
    task?.cancel()
    unsafe resume(&inputWaiter)
  }

  /// True when a wait for input was what took too long; the body's reader is told.
  func inputTimedOut() -> Bool {
    guard unsafe inputWaiter != nil else { return false }
    hasTimedOut = true
    unsafe resume(&inputWaiter)
    return true
  }

  func connectionClosed() {
    host = nil
    task?.cancel()
    unsafe resume(&inputWaiter)
    unsafe resume(&outputWaiter)
  }

  private func resume(_ waiter: inout UnsafeContinuation<Void, Never>?) {
    guard let continuation = unsafe waiter else { return }
    unsafe waiter = nil
    unsafe continuation.resume()
  }

  // MARK: The body

  func next() async throws(RequestBodyError) -> [UInt8]? {
    while true {
      guard let host else { throw .disconnected }
      if case .failed(let error) = remainder { throw error }
      if isBodyRead { return nil }
      var input = host.takeInput()
      let run = try decode(&input)
      host.putBack(input)
      host.wantInput()
      if let run {
        bodyCount += run.count
        if isTooSlow { throw fail(.timedOut) }
        return run
      }
      if isBodyRead { return nil }
      if host.hasInputEnded { throw fail(.disconnected) }
      if hasTimedOut { throw fail(.timedOut) }
      sendContinue(host)
      if bodyStartedAt == 0 { bodyStartedAt = context.clock() }
      unsafe await withUnsafeContinuation { unsafe inputWaiter = $0 }
    }
  }

  /// Takes what belongs to the body from the front of `input`; nil when nothing does yet.
  private func decode(_ input: inout [UInt8]) throws(RequestBodyError) -> [UInt8]? {
    guard !input.isEmpty else { return nil }
    switch remainder {
    case .none: return nil
    case .failed(let error): throw error
    case .length(let left):
      let count = min(left, UInt64(input.count))
      let run = Array(input.prefix(Int(count)))
      input.removeFirst(Int(count))
      remainder = left == count ? .none : .length(left - count)
      return run
    case .chunked(var decoder):
      let (run, isEnd) = try decodeChunks(&decoder, &input)
      remainder = isEnd ? .none : .chunked(decoder)
      return run.isEmpty ? nil : run
    }
  }

  /// Whether the client sends so little that only its patience is being spent (slow body).
  private var isTooSlow: Bool {
    guard bodyStartedAt > 0, !isBodyRead else { return false }
    return limits.bodyRate.isMissed(by: bodyCount, after: context.clock() &- bodyStartedAt)
  }

  private func fail(_ error: RequestBodyError) -> RequestBodyError {
    remainder = .failed(error)
    return error
  }

  private func decodeChunks(
    _ decoder: inout ChunkedDecoder, _ input: inout [UInt8]
  ) throws(RequestBodyError) -> (run: [UInt8], isEnd: Bool) {
    var run: [UInt8] = []
    var position = 0
    while true {
      switch decoder.next(input.span.extracting(position...)) {
      case .needsMore:
        input.removeAll(keepingCapacity: true)
        return (run, false)
      case .data(let range):
        run.append(contentsOf: input[position + range.lowerBound..<position + range.upperBound])
        position += range.upperBound
      case .end(let consumed):
        input.removeFirst(position + consumed)
        return (run, true)
      case .rejected: throw fail(.malformed)
      }
    }
  }

  /// Lets a client that asked first send its body (RFC 9110 §10.1.1).
  private func sendContinue(_ host: any ExchangeHost) {
    guard owesContinue else { return }
    owesContinue = false
    let line: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
    let bytes = unsafe UnsafeRawBufferPointer(start: line.utf8Start, count: line.utf8CodeUnitCount)
    _ = host.send(unsafe OwnedBytes(copying: bytes).piece)
  }

  /// Reads and drops what the handler left of a small body, so that the connection can go on;
  /// false when the connection has to end instead.
  func discardRest() async -> Bool {
    if isBodyRead { return true }
    guard !owesContinue, let declaredLength, declaredLength <= UInt64(limits.discardedBodyMax)
    else { return false }
    do throws(RequestBodyError) {
      while try await next() != nil {}
      return true
    } catch {
      return false
    }
  }

  // MARK: Output

  /// Sends a piece and waits until the client has taken it; false when the connection is gone.
  func write(_ piece: BodyPiece) async -> Bool {
    guard let host, host.send(piece) else { return false }
    while let host = self.host, !host.isOutputWritten {
      unsafe await withUnsafeContinuation { unsafe outputWaiter = $0 }
    }
    return self.host != nil
  }
}
