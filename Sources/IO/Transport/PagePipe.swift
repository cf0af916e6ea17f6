internal import CLinux
internal import Glibc

/// A pipe through which pages of memory get into sockets without being copied: vmsplice(2) lends
/// them to the pipe, splice(2) moves them on.
///
/// One belongs to each loop and is empty between calls. The socket holds the pages until the
/// client has acknowledged them, so their bytes must never be written again; unmapping them is
/// fine. The pipe is opened when it is first needed.
package final class PagePipe {
  /// Bytes that are lent at a time: the system calls cost little beside them, and as little is lent
  /// in vain when the socket takes less.
  static let capacity = 256 * 1024

  private var reading: Int32 = -1
  private var writing: Int32 = -1

  /// A pipe that is not open yet.
  package init() {}

  deinit { close() }

  /// Sends as much of `bytes` as the socket takes: less than all means that it is full.
  ///
  /// Nil when nothing was sent because pages cannot be lent here: no pipe is to be had, or the
  /// system forbids it. They are to be copied then.
  func send(
    _ bytes: UnsafeRawBufferPointer, to socket: Int32, moreFollows: Bool
  ) -> IOResult? {
    var sent = 0
    while sent < bytes.count {
      let end = min(sent + Self.capacity, bytes.count)
      let chunk = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent..<end])
      let lent = unsafe lend(chunk)
      guard lent > 0 else { return sent > 0 ? .moved(sent) : nil }
      let result = move(lent, to: socket, moreFollows: moreFollows || sent + lent < bytes.count)
      if case .moved(let count) = result { sent += count }
      guard result.moves(lent) else {
        // What the socket did not take would come before what is sent next.
        close()
        return sent > 0 ? .moved(sent) : result
      }
    }
    return .moved(sent)
  }

  /// Lends a run to the pipe; how much of it fitted, 0 when that cannot be done.
  private func lend(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard reading >= 0 || open() else { return 0 }
    return unsafe max(0, floe_lend_pages(writing, bytes.baseAddress, bytes.count))
  }

  private func move(_ count: Int, to socket: Int32, moreFollows: Bool) -> IOResult {
    while true {
      let moved = floe_splice(reading, socket, count, moreFollows)
      if moved > 0 { return .moved(moved) }
      if moved == 0 { return .wouldBlock }
      if let result = IOResult(error: -moved) { return result }
    }
  }

  private func open() -> Bool {
    var ends: [Int32] = [-1, -1]
    guard unsafe floe_pipe(&ends) == 0 else { return false }
    (reading, writing) = (ends[0], ends[1])
    // A smaller pipe works as well, in more calls.
    _ = floe_set_pipe_size(writing, Int32(Self.capacity))
    return true
  }

  private func close() {
    guard reading >= 0 else { return }
    _ = Glibc.close(reading)
    _ = Glibc.close(writing)
    (reading, writing) = (-1, -1)
  }
}
