/// How long each part of an exchange may take; nil means that part has no limit of its own.
package struct UpstreamTimeouts: Sendable, Hashable {
  /// From the start until the connection is ready: waiting for a place, name, TCP and TLS.
  package var connect: Duration?
  /// From the request's last byte until the response's head is whole.
  package var firstByte: Duration?
  /// From the start until the response's head is whole; it covers the two above.
  package var head: Duration?
  /// Between two bytes of content, either way.
  package var stall: Duration?
  /// The whole attempt. Time during which the handler has paused the transfer does not count.
  package var deadline: Duration?

  /// The limits of one exchange.
  package init(
    connect: Duration? = .seconds(5), firstByte: Duration? = .seconds(10),
    head: Duration? = nil, stall: Duration? = .seconds(10), deadline: Duration? = nil
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.head = head
    self.stall = stall
    self.deadline = deadline
  }
}
