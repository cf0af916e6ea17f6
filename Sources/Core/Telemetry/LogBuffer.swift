import Synchronization

/// Memory that goes back and forth between one access log and the writer.
///
/// Sendable because only one side touches the bytes at a time: the access log while
/// `isQueued` is false, the writer's thread while it is true.
@safe
final class LogBuffer: @unchecked Sendable {
  let memory: UnsafeMutableRawBufferPointer
  /// Bytes in use.
  var count = 0
  /// Lines in use.
  var lines: UInt64 = 0
  /// Whether the buffer belongs to the writer.
  let isQueued = Atomic<Bool>(false)

  init(size: Int) {
    unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
  }

  deinit { unsafe memory.deallocate() }

  func clear() {
    count = 0
    lines = 0
  }
}
