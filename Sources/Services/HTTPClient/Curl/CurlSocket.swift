internal import CCurl
internal import CUV
internal import EventLoops

/// The loop's watch over a socket that libcurl owns.
///
/// It keeps itself alive until the loop has run the closing callback. `@safe`: the handle is
/// private and cleared by `close()`, and libuv calls back only before.
@safe final class CurlSocket {
  private var handle: UnsafeMutablePointer<uv_poll_t>?
  private let descriptor: curl_socket_t
  private unowned let multi: CurlMulti

  /// Nil when the loop cannot watch this descriptor.
  init?(_ descriptor: curl_socket_t, multi: CurlMulti, loop: EventLoop) {
    self.descriptor = descriptor
    self.multi = multi
    let handle = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    guard unsafe uv_poll_init(loop.rawLoop, handle, descriptor) == 0 else {
      unsafe handle.deallocate()
      return nil
    }
    unsafe self.handle = handle
    unsafe handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
  }

  /// Waits for what libcurl asks for, one of `CURL_POLL_IN`, `OUT` and `INOUT`.
  func watch(_ wanted: Int32) {
    guard let handle = unsafe handle else { return }
    var events: Int32 = 0
    if wanted & CURL_POLL_IN != 0 { events |= Int32(UV_READABLE.rawValue) }
    if wanted & CURL_POLL_OUT != 0 { events |= Int32(UV_WRITABLE.rawValue) }
    if events == 0 {
      unsafe _ = uv_poll_stop(handle)
    } else {
      unsafe _ = uv_poll_start(handle, events, curlSocketReady)
    }
  }

  /// Stops watching; libcurl may close the descriptor right after.
  func close() {
    guard let handle = unsafe handle else { return }
    unsafe self.handle = nil
    unsafe _ = uv_poll_stop(handle)
    unsafe uv_close(
      UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self), curlSocketClosed)
  }

  fileprivate func ready(_ events: Int32, status: Int32) {
    guard unsafe handle != nil else { return }
    var happened: Int32 = 0
    if status < 0 { happened |= CURL_CSELECT_ERR }
    if events & Int32(UV_READABLE.rawValue) != 0 { happened |= CURL_CSELECT_IN }
    if events & Int32(UV_WRITABLE.rawValue) != 0 { happened |= CURL_CSELECT_OUT }
    multi.act(on: descriptor, happened)
  }
}

private func curlSocketReady(
  _ handle: UnsafeMutablePointer<uv_poll_t>?, _ status: Int32, _ events: Int32
) {
  unsafe Unmanaged<CurlSocket>.fromOpaque(handle!.pointee.data).takeUnretainedValue()
    .ready(events, status: status)
}

private func curlSocketClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
  unsafe Unmanaged<CurlSocket>.fromOpaque(handle!.pointee.data).release()
  unsafe UnsafeMutableRawPointer(handle!).assumingMemoryBound(to: uv_poll_t.self).deallocate()
}
