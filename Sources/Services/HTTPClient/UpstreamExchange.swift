internal import CCurl
internal import EventLoops

/// One request on its way, as its starter sees it; to be used on the client's loop alone.
///
/// It lives until its handler has been told that it is completed.
package final class UpstreamExchange {
  let request: UpstreamRequest
  let transfer: CurlTransfer?
  var clock: ExchangeClock
  /// Where the client keeps it; nil once it has ended.
  var slot: Int?
  var isPaused = false
  private var reader: ResponseHeadReader
  private var client: UpstreamClient?
  private var handler: (any UpstreamHandler)?
  private var isChunked = false
  private var bodyOffset = 0
  private var bytesReceived: Int64 = 0
  /// What ended it on our side, while libcurl only knows that we did.
  private(set) var verdict: UpstreamFailure?

  init(
    _ request: UpstreamRequest, handler: any UpstreamHandler, client: UpstreamClient,
    transfer: CurlTransfer?, now: UInt64
  ) {
    self.request = request
    self.handler = handler
    self.client = client
    self.transfer = transfer
    clock = ExchangeClock(limits: request.timeouts, now: now)
    reader = ResponseHeadReader(request: request)
  }

  /// Lets bytes flow again after `Demand.pause`; they come on a later turn of the loop.
  package func resume() {
    guard let client, isPaused, verdict == nil else { return }
    isPaused = false
    clock.resumed(at: client.now)
    client.resume(self)
  }

  /// Ends the exchange; the handler hears only `completed`, on a later turn of the loop.
  package func cancel() { end(.cancelled) }

  /// Ends the exchange for a reason of ours, unless one was found before.
  func end(_ failure: UpstreamFailure) {
    guard let client, verdict == nil else { return }
    verdict = failure
    client.end(self, failure)
  }

  // MARK: Events from libcurl, each with what libcurl is to be told

  /// The connection is ready for the request.
  func connected() {
    guard let client else { return }
    bodyOffset = 0
    clock.connected(at: client.now)
    if request.body?.count ?? 0 == 0 { clock.sent(at: client.now) }
    client.watch(self)
  }

  /// A line of the head or a trailer; false gives up.
  func received(line: UnsafeRawBufferPointer) -> Bool {
    guard let client, let handler, verdict == nil else { return false }
    switch unsafe reader.read(line) {
    case .more:
      return true
    case .failed(let failure):
      verdict = failure
      return false
    case .head(let head, let isConnectionReusable):
      if !isConnectionReusable { transfer?.forbidReuse() }
      clock.headReceived(at: client.now)
      client.watch(self)
      isChunked = head.framing == .chunked
      handler.received(head: head)
      return verdict == nil
    }
  }

  /// Bytes of content; what libcurl's write callback is to return.
  func received(bytes: UnsafeRawBufferPointer) -> Int {
    guard let client, let handler, verdict == nil else { return CurlTransfer.giveUp }
    guard !isPaused else { return CurlTransfer.pause }
    bytesReceived += Int64(bytes.count)
    clock.progressed(at: client.now)
    switch unsafe handler.received(bytes: bytes.bytes) {
    case .more:
      break
    case .pause:
      isPaused = true
      clock.paused(at: client.now)
    case .cancel:
      verdict = verdict ?? .cancelled
    }
    return verdict == nil ? bytes.count : CurlTransfer.giveUp
  }

  /// Fills the transfer's buffer with content to send; the number of bytes.
  func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    guard let client, let body = request.body, verdict == nil else { return CurlTransfer.abortRead }
    let wanted = min(target.count, body.count - bodyOffset)
    guard wanted > 0 else { return 0 }
    let count = unsafe body.copy(
      bodyOffset, UnsafeMutableRawBufferPointer(rebasing: target[..<wanted]))
    guard (1...wanted).contains(count) else { return CurlTransfer.abortRead }
    bodyOffset += count
    clock.progressed(at: client.now)
    if bodyOffset == body.count {
      clock.sent(at: client.now)
      client.watch(self)
    }
    return count
  }

  /// Goes back to an offset of the content because the request is sent again.
  func seek(to offset: Int) -> Bool {
    guard let body = request.body, (0...body.count).contains(offset) else { return false }
    bodyOffset = offset
    return true
  }

  // MARK: The end

  var isSecure: Bool { request.url.hasPrefix("https:") }

  /// What an end reported by libcurl means, in view of what was received.
  func failure(ofResult result: CURLcode) -> UpstreamFailure? {
    if let verdict { return verdict }
    guard result == CURLE_OK else {
      // Of a bad chunk libcurl says what it says of a connection that broke.
      if result == CURLE_RECV_ERROR, isChunked, !isSecure, transfer?.systemError == 0 {
        return .malformed
      }
      let phase = transfer?.phaseReached(isSecure: isSecure) ?? .lookup
      return UpstreamFailure(result: result, phase: phase, request: request)
    }
    // libcurl takes a connection that ends inside the head for the end of the response.
    return reader.isComplete ? nil : .truncated
  }

  /// Tells the handler, once, and lets go of everything.
  func finish(_ failure: UpstreamFailure?) {
    guard let handler else { return }
    var report = transfer?.report() ?? UpstreamReport()
    report.bytesReceived = bytesReceived
    report.bytesSent = Int64(bodyOffset)
    verdict = failure ?? verdict ?? .cancelled
    transfer?.close()
    self.handler = nil
    client = nil
    if let failure {
      handler.completed(.failed(failure, report))
    } else {
      handler.completed(.succeeded(report))
    }
  }
}
