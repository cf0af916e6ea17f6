internal import CUV
internal import Glibc

/// A file descriptor that the loop watches: subclass it and say what to do when it is ready.
///
/// The instance stays alive from `init` until the loop has run its closing callback. All
/// members belong to the loop's thread. `@safe`: the handle is private, set once and cleared
/// by `close()`, and libuv calls back only between the two.
@safe open class PolledDescriptor {
  /// What to wait for, or what has come.
  public struct Events: OptionSet, Sendable {
    /// libuv's bits.
    public let rawValue: Int32
    /// Events of libuv's bits.
    public init(rawValue: Int32) { self.rawValue = rawValue }
    /// Bytes to read.
    public static let readable = Events(rawValue: Int32(UV_READABLE.rawValue))
    /// Room to write.
    public static let writable = Events(rawValue: Int32(UV_WRITABLE.rawValue))
    /// A peer that has gone.
    public static let disconnected = Events(rawValue: Int32(UV_DISCONNECT.rawValue))
  }

  @exclusivity(unchecked) private var handle: UnsafeMutablePointer<uv_poll_t>?
  /// The descriptor, closed with the instance.
  package let descriptor: Int32
  @exclusivity(unchecked) private var watched: Int32 = 0

  /// Takes ownership of a non-blocking descriptor; `watch(_:)` begins to poll it.
  package init(descriptor: Int32, loop: EventLoop) {
    self.descriptor = descriptor
    let handle = unsafe loop.pollHandles.take()
    let failure = unsafe uv_poll_init(loop.raw, handle, descriptor)
    precondition(failure == 0, "uv_poll_init failed with \(failure)")
    unsafe self.handle = handle
    unsafe handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
  }

  /// Called on the loop when the descriptor is ready; a negative `status` is a libuv error.
  open func ready(_ events: Events, status: Int32) {}

  /// Called on the loop once the descriptor is closed and nothing more will come.
  open func closed() {}

  /// Whether `close()` has not been called.
  package final var isOpen: Bool { unsafe handle != nil }

  /// Waits for the given events; an empty set stops watching.
  package final func watch(_ events: Events) {
    // libuv answers a repeated start with system calls, so it is asked only about changes.
    guard let handle = unsafe handle, unsafe events.rawValue != watched else { return }
    unsafe watched = events.rawValue
    if events.isEmpty {
      unsafe _ = uv_poll_stop(handle)
    } else {
      unsafe _ = uv_poll_start(handle, events.rawValue, polledDescriptorReady)
    }
  }

  /// Closes the descriptor and lets go of the instance after the loop has let go of it.
  package final func close() {
    guard let handle = unsafe handle else { return }
    unsafe self.handle = nil
    unsafe _ = uv_poll_stop(handle)
    unsafe uv_close(
      UnsafeMutableRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self),
      polledDescriptorClosed)
    _ = Glibc.close(descriptor)
  }
}

private func polledDescriptorReady(
  _ handle: UnsafeMutablePointer<uv_poll_t>?, _ status: Int32, _ events: Int32
) {
  let polled = unsafe Unmanaged<PolledDescriptor>.fromOpaque(handle!.pointee.data)
  unsafe polled._withUnsafeGuaranteedRef {
    $0.ready(PolledDescriptor.Events(rawValue: events), status: status)
  }
}

private func polledDescriptorClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
  let polled = unsafe Unmanaged<PolledDescriptor>.fromOpaque(handle!.pointee.data)
    .takeRetainedValue()
  let loop = unsafe Unmanaged<EventLoop>.fromOpaque(handle!.pointee.loop.pointee.data)
    .takeUnretainedValue()
  unsafe loop.pollHandles.give(
    UnsafeMutableRawPointer(handle!).assumingMemoryBound(to: uv_poll_t.self))
  polled.closed()
}
