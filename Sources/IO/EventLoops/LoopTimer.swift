internal import CUV

/// A timer of one loop; all members belong to the loop's thread.
/// `@safe`: the handle is private and cleared by `close()`.
@safe package final class LoopTimer {
  private var handle: UnsafeMutablePointer<uv_timer_t>?
  private var action: (() -> Void)?

  /// A timer at rest.
  package init(loop: EventLoop) {
    let handle = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
    unsafe uv_timer_init(loop.raw, handle)
    unsafe self.handle = handle
    unsafe handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
  }

  /// Fires once after `milliseconds`, then every `repeating` milliseconds if that is not 0.
  /// Starting again replaces what was set before.
  package func start(
    milliseconds: UInt64, repeating: UInt64 = 0, _ action: @escaping () -> Void
  ) {
    guard let handle = unsafe handle else { return }
    self.action = action
    unsafe uv_timer_start(handle, loopTimerFired, milliseconds, repeating)
  }

  /// Stops without firing; may be started again.
  package func stop() {
    action = nil
    if let handle = unsafe handle { unsafe _ = uv_timer_stop(handle) }
  }

  /// Stops for good; a timer that is not closed keeps itself alive until its loop ends.
  package func close() {
    guard let handle = unsafe handle else { return }
    action = nil
    unsafe self.handle = nil
    unsafe uv_close(
      UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self), loopTimerClosed)
  }

  fileprivate func fire() { action?() }
}

private func loopTimerFired(_ handle: UnsafeMutablePointer<uv_timer_t>?) {
  unsafe Unmanaged<LoopTimer>.fromOpaque(handle!.pointee.data).takeUnretainedValue().fire()
}

private func loopTimerClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
  unsafe Unmanaged<LoopTimer>.fromOpaque(handle!.pointee.data).release()
  unsafe UnsafeMutableRawPointer(handle!).assumingMemoryBound(to: uv_timer_t.self).deallocate()
}
