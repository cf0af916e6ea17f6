internal import CCurl
internal import EventLoops

/// libcurl's multi handle, driven by an event loop: its sockets, its timer, its results.
///
/// Every call into libcurl goes through `enter`, so that it is known when libcurl is on the
/// stack (it must not be entered again by its own callbacks) and when results may be waiting.
/// `@safe`: the handle is private and cleared by `close()`.
@safe final class CurlMulti {
  private var handle: UnsafeMutableRawPointer?
  private let loop: EventLoop
  private let timer: LoopTimer
  private(set) var isEntered = false
  private(set) var openSocketCount = 0
  /// Called after libcurl has been left, when transfers may have ended.
  var settle: () -> Void = {}

  init(loop: EventLoop, settings: UpstreamClientSettings) {
    precondition(CurlLibrary.isReady, "libcurl cannot be initialised")
    self.loop = loop
    timer = LoopTimer(loop: loop)
    unsafe handle = curl_multi_init()
    guard let handle = unsafe handle else { fatalError("curl_multi_init failed") }
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe floe_curlm_on_socket(handle, curlWatchesSocket, context)
    unsafe floe_curlm_on_timer(handle, curlSetsTimer, context)
    unsafe floe_curlm_set_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    unsafe floe_curlm_set_long(handle, CURLMOPT_MAXCONNECTS, settings.idleConnectionsMax)
    unsafe floe_curlm_set_long(
      handle, CURLMOPT_MAX_HOST_CONNECTIONS, settings.connectionsPerHostMax)
    unsafe floe_curlm_set_long(handle, CURLMOPT_MAX_TOTAL_CONNECTIONS, settings.connectionsMax)
  }

  deinit { close() }

  /// Begins a transfer; false when libcurl refuses it. Must not be called when entered.
  func add(_ transfer: CurlTransfer) -> Bool {
    guard let handle = unsafe handle, let easy = unsafe transfer.easy else { return false }
    return enter { unsafe curl_multi_add_handle(handle, easy) == CURLM_OK }
  }

  /// Ends a transfer wherever it is. Must not be called when entered.
  func remove(_ transfer: CurlTransfer) {
    guard let handle = unsafe handle, let easy = unsafe transfer.easy else { return }
    enter { unsafe _ = curl_multi_remove_handle(handle, easy) }
  }

  /// Lets a transfer flow again; false when it failed over that.
  func resume(_ transfer: CurlTransfer) -> Bool { enter { transfer.resume() } }

  /// The next transfer that libcurl has done with, which is still to be removed.
  func nextFinished() -> (exchange: UpstreamExchange, result: CURLcode)? {
    guard let handle = unsafe handle else { return nil }
    var result = CURLE_OK
    guard let easy = unsafe floe_curlm_next_finished(handle, &result),
      let context = unsafe floe_curl_get_private(easy)
    else { return nil }
    let exchange = unsafe Unmanaged<UpstreamExchange>.fromOpaque(context).takeUnretainedValue()
    return (exchange, result)
  }

  /// A socket is ready, as libuv says.
  func act(on descriptor: curl_socket_t, _ events: Int32) {
    guard let handle = unsafe handle else { return }
    var running: Int32 = 0
    enter { unsafe _ = curl_multi_socket_action(handle, descriptor, events, &running) }
    settle()
  }

  /// Closes every connection and socket watch; the transfers must have been removed.
  func close() {
    timer.close()
    guard let handle = unsafe handle else { return }
    enter { unsafe _ = curl_multi_cleanup(handle) }
    unsafe self.handle = nil
  }

  private func enter<Result>(_ work: () -> Result) -> Result {
    precondition(!isEntered, "libcurl entered from its own callback")
    isEntered = true
    defer { isEntered = false }
    return work()
  }

  // MARK: What libcurl asks of the loop

  fileprivate func watch(
    _ descriptor: curl_socket_t, _ wanted: Int32, known: UnsafeMutableRawPointer?
  ) {
    var socket = unsafe known.map {
      unsafe Unmanaged<CurlSocket>.fromOpaque($0).takeUnretainedValue()
    }
    guard wanted != CURL_POLL_REMOVE else {
      guard let socket else { return }
      openSocketCount -= 1
      socket.close()
      return
    }
    if socket == nil {
      // A socket that cannot be watched is left to the exchange's time limits: an error told
      // to libcurl here would end every transfer of this client.
      guard let handle = unsafe handle,
        let created = CurlSocket(descriptor, multi: self, loop: loop)
      else { return }
      let context = unsafe Unmanaged.passUnretained(created).toOpaque()
      unsafe _ = curl_multi_assign(handle, descriptor, context)
      openSocketCount += 1
      socket = created
    }
    socket?.watch(wanted)
  }

  fileprivate func setTimer(milliseconds: Int) {
    guard milliseconds >= 0 else { return timer.stop() }
    timer.start(milliseconds: UInt64(milliseconds)) { [unowned self] in
      act(on: CURL_SOCKET_TIMEOUT, 0)
    }
  }
}

private func curlWatchesSocket(
  _ easy: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t, _ wanted: Int32,
  _ context: UnsafeMutableRawPointer?, _ known: UnsafeMutableRawPointer?
) -> Int32 {
  // While its connections are closed, a multi handle uses an easy handle of its own.
  if let easy = unsafe easy, let exchange = unsafe floe_curl_get_private(easy) {
    unsafe Unmanaged<UpstreamExchange>.fromOpaque(exchange).takeUnretainedValue()
      .transfer?.isAwaitingWrite = wanted & CURL_POLL_OUT != 0
  }
  unsafe Unmanaged<CurlMulti>.fromOpaque(context!).takeUnretainedValue()
    .watch(descriptor, wanted, known: known)
  return 0
}

private func curlSetsTimer(
  _: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe Unmanaged<CurlMulti>.fromOpaque(context!).takeUnretainedValue()
    .setTimer(milliseconds: milliseconds)
  return 0
}
