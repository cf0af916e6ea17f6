// What libcurl calls while a transfer runs. The context is the exchange, which outlives its
// easy handle; everything happens on the loop's thread, inside a call into the multi handle.
internal import CCurl

func curlReceivedLine(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let exchange = unsafe Unmanaged<UpstreamExchange>.fromOpaque(context!).takeUnretainedValue()
  let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
  return unsafe exchange.received(line: line) ? size * count : CurlTransfer.giveUp
}

func curlReceivedBytes(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let exchange = unsafe Unmanaged<UpstreamExchange>.fromOpaque(context!).takeUnretainedValue()
  return unsafe exchange.received(
    bytes: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

func curlWantsContent(
  _ target: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let exchange = unsafe Unmanaged<UpstreamExchange>.fromOpaque(context!).takeUnretainedValue()
  return unsafe exchange.read(
    into: UnsafeMutableRawBufferPointer(start: target, count: size * count))
}

func curlSeeksContent(
  _ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32
) -> Int32 {
  let exchange = unsafe Unmanaged<UpstreamExchange>.fromOpaque(context!).takeUnretainedValue()
  // SEEK_SET is 0, and the only origin that libcurl uses.
  return origin == 0 && exchange.seek(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}

func curlConnected(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
  _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
  unsafe Unmanaged<UpstreamExchange>.fromOpaque(context!).takeUnretainedValue().connected()
  return CURL_PREREQFUNC_OK
}
