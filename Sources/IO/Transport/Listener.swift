package import Bytes
internal import CLinux
package import EventLoops
internal import Glibc

/// Accepts connections on one loop's own `SO_REUSEPORT` socket.
///
/// When descriptors run out (EMFILE, ENFILE, ENOBUFS, ENOMEM) accepting pauses for
/// `pauseMilliseconds` instead of spinning on a listener that stays readable.
package final class Listener: PolledDescriptor {
  /// Why a socket could not be opened: the step and the system's error number.
  package struct OpenFailure: Error, CustomStringConvertible {
    package let step: String
    package let error: Int32

    package var description: String {
      "\(step) failed: \(unsafe String(cString: strerror(error)))"
    }
  }

  /// How long accepting rests when the system is out of descriptors.
  package static let pauseMilliseconds: UInt64 = 50
  /// Connections accepted in one turn, so that new ones do not starve those at work.
  private static let acceptsPerTurn = 64

  private let loop: EventLoop
  private let pauseTimer: LoopTimer
  private let accepted: (Int32, PeerAddress) -> Void
  /// How often accepting had to rest.
  package private(set) var pauseCount = 0

  /// Watches a socket made by `open`; call on the loop.
  package init(
    descriptor: Int32, loop: EventLoop, accepted: @escaping (Int32, PeerAddress) -> Void
  ) {
    self.loop = loop
    self.accepted = accepted
    self.pauseTimer = LoopTimer(loop: loop)
    super.init(descriptor: descriptor, loop: loop)
    watch(.readable)
  }

  /// Opens, binds and listens; may be called on any thread.
  ///
  /// - Parameter sharesPort: whether other sockets of this process listen on the same port.
  package static func open(
    _ address: SocketAddress, backlog: Int32 = 4096, sharesPort: Bool = true
  ) throws(OpenFailure) -> Int32 {
    let family = address.peer.isIPv4 ? AF_INET : AF_INET6
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw OpenFailure(step: "socket", error: errno) }
    func fail(_ step: String) -> OpenFailure {
      let failure = OpenFailure(step: step, error: errno)
      _ = Glibc.close(descriptor)
      return failure
    }
    guard floe_set_nonblocking(descriptor) == 0 else { throw fail("fcntl") }
    set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    if sharesPort { set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) }
    if family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
    // Accepted sockets inherit it: a response is never held back for an acknowledgement.
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    guard address.bind(descriptor) == 0 else { throw fail("bind to port \(address.peer.port)") }
    guard listen(descriptor, backlog) == 0 else { throw fail("listen") }
    return descriptor
  }

  /// The port that a socket is bound to.
  package static func port(of descriptor: Int32) -> UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    _ = unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(descriptor, $0, &length)
      }
    }
    return SocketAddress.peer(from: storage).port
  }

  /// Accepts everything that waits, however much, and closes: what is still in the system's queue
  /// when a socket closes is reset.
  package func finish() {
    while isOpen, accept() {}
    close()
  }

  /// Accepts what waits, a bounded number at a time.
  override package func ready(_ events: Events, status: Int32) {
    for _ in 0..<Self.acceptsPerTurn {
      guard isOpen, accept() else { return }
    }
  }

  /// Accepts one connection; false when none waits, or none can be taken now.
  private func accept() -> Bool {
    var storage = sockaddr_storage()
    var length = UInt32(MemoryLayout<sockaddr_storage>.size)
    let descriptor = unsafe withUnsafeMutablePointer(to: &storage) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe floe_accept(self.descriptor, $0, &length)
      }
    }
    if descriptor >= 0 {
      accepted(descriptor, SocketAddress.peer(from: storage))
      return true
    }
    switch -descriptor {
    case EMFILE, ENFILE, ENOBUFS, ENOMEM:
      pause()
      return false
    case EAGAIN: return false
    default: return true  // the client was gone before we looked
    }
  }

  /// Lets go of the timer.
  override package func closed() { pauseTimer.close() }

  private func pause() {
    pauseCount += 1
    watch([])
    pauseTimer.start(milliseconds: Self.pauseMilliseconds) { [unowned self] in
      watch(.readable)
    }
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    unsafe _ = setsockopt(
      descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
