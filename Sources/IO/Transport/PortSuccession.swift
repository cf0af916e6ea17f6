internal import Bytes
internal import CLinux

/// The hand-over of a port from a process that stops to one that was started on it before.
///
/// With `SO_REUSEPORT` the kernel spreads new connections over the sockets of both. A socket that
/// closes takes with it what waits in its queue, and every handshake that has begun there. So the
/// one that stops has the kernel choose among the other's sockets alone (socket(7),
/// `SO_ATTACH_REUSEPORT_CBPF`) and goes on accepting for a while what was on its way. The kernel
/// counts sockets in the order in which they began to listen: those that came later than ours follow
/// ours.
package struct PortSuccession: Sendable {
  /// How long connections that were on their way are waited for: a few round trips.
  package static let graceMilliseconds: UInt64 = 300

  private let address: SocketAddress
  private let ownCount: Int
  /// Those that listened before us, whom nothing can be handed to.
  private let elders: Set<UInt64>

  /// To be made when the first of our own sockets listens and before another does.
  ///
  /// - Parameter ownCount: how many sockets of ours listen in the end.
  package init(_ address: SocketAddress, ownCount: Int) {
    self.address = address
    self.ownCount = ownCount
    elders = ListeningSockets.inodes(at: address.peer) ?? []
  }

  /// Directs new connections to the sockets of a process that began to listen after us; false when
  /// there is none, or the kernel does not do it.
  ///
  /// - Parameter descriptor: one of our sockets.
  package func yield(_ descriptor: Int32) -> Bool {
    guard let now = ListeningSockets.inodes(at: address.peer) else { return false }
    let own = ListeningSockets.inode(of: descriptor)
    // Where one that came before us still listens, it is the one that stays.
    guard !elders.contains(where: { now.contains($0) && $0 != own }) else { return false }
    let successors = now.count - ownCount
    guard successors > 0 else { return false }
    return floe_direct_port(descriptor, UInt32(ownCount), UInt32(successors)) == 0
  }

  /// Undoes what a process that is gone has left of its hand-over.
  package static func begin(on descriptor: Int32) { _ = floe_share_port(descriptor) }
}
