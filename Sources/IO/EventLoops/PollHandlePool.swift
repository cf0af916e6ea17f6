internal import CUV

/// Poll handles of one loop, cut from blocks: an idle connection pays for its handle and for no
/// allocator's header or rounding.
///
/// `@safe`: blocks live as long as the loop, and a handle is handed out to one owner at a time.
@safe
struct PollHandlePool {
  private static let blockSize = 64

  private var blocks: [UnsafeMutablePointer<uv_poll_t>] = unsafe []
  private var free: [UnsafeMutablePointer<uv_poll_t>] = unsafe []

  /// A handle that nobody uses, not initialised.
  mutating func take() -> UnsafeMutablePointer<uv_poll_t> {
    if let handle = unsafe free.popLast() { return unsafe handle }
    let block = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: Self.blockSize)
    unsafe blocks.append(block)
    for index in 1..<Self.blockSize { unsafe free.append(block + index) }
    return unsafe block
  }

  /// Takes back a handle that libuv has let go of.
  mutating func give(_ handle: UnsafeMutablePointer<uv_poll_t>) {
    unsafe free.append(handle)
  }

  /// Frees all handles: libuv must have let go of every one of them.
  mutating func end() {
    unsafe free.removeAll()
    unsafe blocks.forEach { unsafe $0.deallocate() }
    unsafe blocks.removeAll()
  }
}
