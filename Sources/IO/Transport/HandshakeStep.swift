/// What came of going on with a handshake.
package enum HandshakeStep: Sendable, Hashable {
  /// Content may be sent and read.
  case done
  /// It goes on when bytes have come, or when there is room to write.
  case waits(toWrite: Bool)
  /// The ends do not agree, for this reason; nothing secret is in it.
  case failed(String)
}
