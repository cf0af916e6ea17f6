package import Glibc

/// A two-way stream of bytes that never blocks: a socket, or TLS over one.
///
/// The connection driver is generic over it, so that no protocol knows what carries it.
package protocol ByteTransport {
  /// Reads what has arrived, at most the buffer's size.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> IOResult

  /// Writes the runs in order, as much as fits; `moreFollows` lets the kernel hold back a small
  /// packet because another write comes at once.
  mutating func write(_ runs: UnsafeBufferPointer<iovec>, moreFollows: Bool) -> IOResult

  /// Writes one run, as much as fits.
  mutating func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool) -> IOResult

  /// Writes one run of pages that are never written again, as much as fits. Without copying them
  /// where the transport can: then `pipe` is the way they take.
  mutating func write(
    pages bytes: UnsafeRawBufferPointer, through pipe: PagePipe, moreFollows: Bool
  ) -> IOResult

  /// Says that nothing more will be sent; the other direction stays open.
  mutating func finishSending()

  /// Goes on with what both ends agree on before the first byte of content; to be called until it is
  /// done. A plain socket has nothing to agree on.
  mutating func handshake() -> HandshakeStep

  /// Whether the last `read` that would have blocked waits for room to write, not for bytes.
  var readWaitsToWrite: Bool { get }
}

extension ByteTransport {
  package mutating func handshake() -> HandshakeStep { .done }

  package var readWaitsToWrite: Bool { false }
}
