internal import EventLoops
internal import Glibc

/// The loop's watch over the socket of a connection.
///
/// libpq owns its socket, closes it, and while it connects opens another one: what is watched is a
/// duplicate of the descriptor, which is the loop's to close.
final class ServerSocket: PolledDescriptor {
  private let handler: (Events) -> Void

  private init(duplicate: Int32, loop: EventLoop, handler: @escaping (Events) -> Void) {
    self.handler = handler
    super.init(descriptor: duplicate, loop: loop)
  }

  /// Nil when the process has no descriptor left.
  static func watching(
    _ descriptor: Int32, loop: EventLoop, handler: @escaping (Events) -> Void
  ) -> ServerSocket? {
    let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard duplicate >= 0 else { return nil }
    return ServerSocket(duplicate: duplicate, loop: loop, handler: handler)
  }

  override func ready(_ events: Events, status: Int32) {
    // libpq finds an error out by itself when it reads. libuv has stopped to watch by then, and an
    // end that lies behind bytes still to be read would never be heard of.
    if status < 0 { watch([]) }
    handler(status < 0 ? [.readable, .writable] : events)
  }
}
