internal import CCurl

/// One easy handle with its options set, owned from `init` until `close()`.
///
/// `@safe`: the handle is private and cleared by `close()`; what libcurl is given pointers to
/// (the fields, the exchange) lives as long as the handle.
@safe final class CurlTransfer {
  /// Write callback: libcurl is to stop with an error.
  static let giveUp = Int(CURL_WRITEFUNC_ERROR)
  /// Write callback: libcurl is to keep these bytes until it is resumed.
  static let pause = Int(CURL_WRITEFUNC_PAUSE)
  /// Read callback: libcurl is to stop with an error.
  static let abortRead = Int(CURL_READFUNC_ABORT)

  private(set) var easy: UnsafeMutableRawPointer?
  /// Whether libcurl last asked for its socket to become writable, as it does until connected.
  var isAwaitingWrite = false
  private var fields: UnsafeMutablePointer<curl_slist>?

  /// Nil when memory is out.
  init?(_ request: UpstreamRequest, settings: UpstreamClientSettings) {
    guard CurlLibrary.isReady, let easy = unsafe curl_easy_init() else { return nil }
    unsafe self.easy = easy
    setConnection(settings, request.timeouts)
    setProtocol(request)
    setMessage(request)
    setFields(request, settings)
  }

  deinit { close() }

  /// Directs libcurl's callbacks to an exchange that outlives the handle.
  func report(to exchange: UpstreamExchange) {
    guard let easy = unsafe easy else { return }
    let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
    unsafe floe_curl_set_pointer(easy, CURLOPT_PRIVATE, context)
    unsafe floe_curl_on_head(easy, curlReceivedLine, context)
    unsafe floe_curl_on_body(easy, curlReceivedBytes, context)
    unsafe floe_curl_on_connected(easy, curlConnected, context)
    if exchange.request.method.carriesContent {
      unsafe floe_curl_on_read(easy, curlWantsContent, context)
      unsafe floe_curl_on_seek(easy, curlSeeksContent, context)
    }
  }

  /// The connection is to be closed after this response.
  func forbidReuse() { set(CURLOPT_FORBID_REUSE, 1) }

  /// Lets bytes flow again; false when the transfer has failed over what it had kept.
  func resume() -> Bool {
    guard let easy = unsafe easy else { return false }
    return unsafe curl_easy_pause(easy, CURLPAUSE_CONT) == CURLE_OK
  }

  /// Frees the handle, which must have been taken out of its multi handle.
  func close() {
    if let easy = unsafe easy { unsafe curl_easy_cleanup(easy) }
    unsafe easy = nil
    if let fields = unsafe fields { unsafe curl_slist_free_all(fields) }
    unsafe fields = nil
  }

  // MARK: What has happened

  /// The times libcurl has taken so far.
  func report() -> UpstreamReport {
    var report = UpstreamReport()
    report.total = time(CURLINFO_TOTAL_TIME_T) ?? .zero
    report.nameLookup = time(CURLINFO_NAMELOOKUP_TIME_T)
    report.connected = time(CURLINFO_CONNECT_TIME_T)
    report.firstByte = time(CURLINFO_STARTTRANSFER_TIME_T)
    guard let easy = unsafe easy else { return report }
    var connections = 0
    unsafe floe_curl_get_long(easy, CURLINFO_NUM_CONNECTS, &connections)
    report.isConnectionReused = connections == 0 && time(CURLINFO_PRETRANSFER_TIME_T) != nil
    return report
  }

  /// How far a transfer came that ran out of time.
  func phaseReached(isSecure: Bool) -> UpstreamPhase {
    if time(CURLINFO_PRETRANSFER_TIME_T) != nil { return .firstByte }
    if time(CURLINFO_NAMELOOKUP_TIME_T) == nil { return .lookup }
    // The time of the connect is told only after the TLS handshake.
    return isSecure && !isAwaitingWrite ? .tls : .connect
  }

  /// The `errno` of the system call that failed last, 0 when none did.
  var systemError: Int {
    guard let easy = unsafe easy else { return 0 }
    var code = 0
    unsafe floe_curl_get_long(easy, CURLINFO_OS_ERRNO, &code)
    return code
  }

  /// Nil when libcurl has not come that far.
  private func time(_ info: CURLINFO) -> Duration? {
    guard let easy = unsafe easy else { return nil }
    var microseconds: curl_off_t = 0
    unsafe floe_curl_get_offset(easy, info, &microseconds)
    return microseconds > 0 ? .microseconds(microseconds) : nil
  }

  // MARK: Options

  private func setConnection(_ settings: UpstreamClientSettings, _ timeouts: UpstreamTimeouts) {
    set(CURLOPT_NOSIGNAL, 1)
    // A thread that still waits for a name is left behind rather than waited for.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_BUFFERSIZE, settings.receiveBufferBytes)
    set(CURLOPT_UPLOAD_BUFFERSIZE, 64 * 1024)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_TCP_NODELAY, 1)
    set(CURLOPT_DNS_CACHE_TIMEOUT, settings.nameCacheSeconds)
    set(CURLOPT_MAXAGE_CONN, settings.idleSecondsMax)
    // Ours is the clock that counts; libcurl divides this among a host's addresses.
    if let connect = timeouts.connect {
      set(CURLOPT_CONNECTTIMEOUT_MS, Int(connect.wholeMilliseconds) + 1000)
    }
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NOPROXY, "*")
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let file = settings.certificateAuthorityFile { set(CURLOPT_CAINFO, file) }
  }

  private func setProtocol(_ request: UpstreamRequest) {
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_HTTP09_ALLOWED, 0)
    set(CURLOPT_HTTP_CONTENT_DECODING, 0)
    set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_FOLLOWLOCATION, request.redirectsMax > 0 ? 1 : 0)
    set(CURLOPT_MAXREDIRS, request.redirectsMax)
    set(CURLOPT_REDIR_PROTOCOLS_STR, request.url.hasPrefix("https:") ? "https" : "http")
  }

  private func setMessage(_ request: UpstreamRequest) {
    set(CURLOPT_URL, request.url)
    if !request.reusesConnections { set(CURLOPT_FRESH_CONNECT, 1) }
    switch request.method {
    case .get:
      set(CURLOPT_HTTPGET, 1)
    case .head:
      set(CURLOPT_NOBODY, 1)
    case .put, .post:
      set(CURLOPT_UPLOAD, 1)
      if request.method == .post { set(CURLOPT_CUSTOMREQUEST, "POST") }
      guard let easy = unsafe easy else { return }
      unsafe floe_curl_set_offset(
        easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.body?.count ?? 0))
    }
  }

  private func setFields(_ request: UpstreamRequest, _ settings: UpstreamClientSettings) {
    let usual = [
      UpstreamField("User-Agent", settings.userAgent), UpstreamField("Accept", "*/*"),
      UpstreamField("Accept-Encoding", "identity"),
    ]
    for field in usual {
      let name = field.name.lowercased()
      append(request.fields.first { $0.isNamed(name) } ?? field)
    }
    if let range = request.range {
      append(UpstreamField("Range", "bytes=\(range.lowerBound)-\(range.upperBound)"))
    }
    for field in request.fields
    where !usual.contains(where: { field.isNamed($0.name.lowercased()) }) {
      append(field)
    }
    // A name without a value takes away what libcurl would add by itself.
    append(line: "Expect:")
    if let easy = unsafe easy { unsafe floe_curl_set_fields(easy, fields) }
  }

  private func append(_ field: UpstreamField) {
    append(line: field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
  }

  private func append(line: String) {
    unsafe fields = curl_slist_append(fields, line) ?? fields
  }

  private func set(_ option: CURLoption, _ value: Int) {
    guard let easy = unsafe easy else { return }
    let result = unsafe floe_curl_set_long(easy, option, value)
    assert(result == CURLE_OK, "libcurl refuses option \(option.rawValue)")
  }

  private func set(_ option: CURLoption, _ value: String) {
    guard let easy = unsafe easy else { return }
    let result = unsafe floe_curl_set_text(easy, option, value)
    assert(result == CURLE_OK, "libcurl refuses option \(option.rawValue)")
  }
}
