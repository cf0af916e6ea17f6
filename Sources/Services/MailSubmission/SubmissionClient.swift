internal import CCurl
internal import HTTPClient

/// Hands a message to a server with libcurl. Blocks its thread: call it on a pool.
package enum SubmissionClient {
  /// Seconds for the connection, and for everything.
  private static let connectSeconds = 10
  private static let totalSeconds = 30

  /// Sends a message; returns once the server has taken it.
  package static func send(
    _ message: InternetMessage, to server: MailServer
  ) throws(SubmissionFailure) {
    guard CurlLibrary.isReady, let easy = unsafe curl_easy_init() else {
      throw SubmissionFailure(message: "libcurl cannot be used", reply: 0)
    }
    defer { unsafe curl_easy_cleanup(easy) }
    var recipients: UnsafeMutablePointer<curl_slist>?
    defer { unsafe curl_slist_free_all(recipients) }
    unsafe recipients = curl_slist_append(nil, "<\(message.recipient)>")
    guard unsafe recipients != nil else {
      throw SubmissionFailure(message: "no memory for a message", reply: 0)
    }
    unsafe configure(easy, server)
    unsafe floe_curl_set_text(easy, CURLOPT_MAIL_FROM, "<\(message.sender)>")
    unsafe floe_curl_set_pointer(easy, CURLOPT_MAIL_RCPT, recipients)
    let rest = SubmissionContent(message.bytes)
    let context = unsafe Unmanaged.passUnretained(rest).toOpaque()
    unsafe floe_curl_on_read(easy, submissionWantsContent, context)
    let result = unsafe curl_easy_perform(easy)
    withExtendedLifetime(rest) {}
    guard result != CURLE_OK else { return }
    var reply = 0
    unsafe floe_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &reply)
    throw SubmissionFailure(
      message: unsafe String(cString: curl_easy_strerror(result)), reply: reply)
  }

  private static func configure(_ easy: UnsafeMutableRawPointer, _ server: MailServer) {
    unsafe floe_curl_set_text(easy, CURLOPT_URL, server.url)
    unsafe floe_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // As for every upstream: no proxy that the environment happens to name gets mail to see.
    unsafe floe_curl_set_text(easy, CURLOPT_PROXY, "")
    unsafe floe_curl_set_long(easy, CURLOPT_UPLOAD, 1)
    unsafe floe_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    unsafe floe_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT, connectSeconds)
    unsafe floe_curl_set_long(easy, CURLOPT_TIMEOUT, totalSeconds)
    unsafe floe_curl_set_long(
      easy, CURLOPT_USE_SSL,
      Int(server.needsTLS ? CURLUSESSL_ALL.rawValue : CURLUSESSL_TRY.rawValue))
    if let username = server.username {
      unsafe floe_curl_set_text(easy, CURLOPT_USERNAME, username)
    }
    if let password = server.password {
      unsafe floe_curl_set_text(easy, CURLOPT_PASSWORD, password)
    }
  }
}

private func submissionWantsContent(
  _ target: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let content = unsafe Unmanaged<SubmissionContent>.fromOpaque(context!).takeUnretainedValue()
  return unsafe content.read(
    into: UnsafeMutableRawBufferPointer(start: target, count: size * count))
}
