package import Glibc

/// A two-way stream of bytes that never blocks: a socket now, TLS over one next.
///
/// The connection driver is generic over it, so that no protocol knows what carries it.
package protocol ByteTransport {
  /// Whether `sendFile` hands pages to the kernel; without it files are read and written.
  static var sendsFiles: Bool { get }

  /// Reads what has arrived, at most the buffer's size.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> IOResult

  /// Writes the runs in order, as much as fits; `moreFollows` lets the kernel hold back a small
  /// packet because another write comes at once.
  mutating func write(_ runs: UnsafeBufferPointer<iovec>, moreFollows: Bool) -> IOResult

  /// Writes one run, as much as fits.
  mutating func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool) -> IOResult

  /// Writes a run of a file, as much as fits.
  mutating func sendFile(_ file: Int32, offset: Int, count: Int) -> IOResult

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
