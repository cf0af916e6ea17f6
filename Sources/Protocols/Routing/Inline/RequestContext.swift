package import Bytes

/// What the server knows about the request in hand besides its bytes.
///
/// One instance belongs to one shard and is refilled for each request, so that the cached path
/// reads everything it needs without allocating. Its fields are read and written one at a time
/// on one loop, so the run-time check for overlapping accesses is left out.
/// A handler on a task gets copies instead.
package final class RequestContext {
  /// The longest request id accepted or made.
  package static let idCountMax = 64

  /// The request's id: the client's when well-formed, else one of ours. ASCII.
  @exclusivity(unchecked) package var id = InlineArray<64, UInt8>(repeating: 0)
  @exclusivity(unchecked) package var idCount = 0
  /// The wall clock in whole seconds since 1970, read once a loop turn.
  @exclusivity(unchecked) package var nowSeconds: Int64 = 0
  /// The milliseconds within that second, as old as the loop's turn.
  @exclusivity(unchecked) package var millisecondOfSecond: UInt16 = 0
  /// The wall clock as an IMF-fixdate (RFC 9110 §5.6.7), 29 bytes.
  @exclusivity(unchecked) package var date = InlineArray<29, UInt8>(repeating: 0x20)
  /// When the request's head was complete, on the monotonic clock, in nanoseconds.
  @exclusivity(unchecked) package var startNanoseconds: UInt64 = 0
  /// How long the request took when its head was printed, so that the clock is read once less;
  /// 0 while that is not known or not the whole time.
  @exclusivity(unchecked) package var measuredNanoseconds: UInt64 = 0
  /// Reads the monotonic clock in nanoseconds.
  package let clock: @Sendable () -> UInt64
  @exclusivity(unchecked) package var peer = PeerAddress(ipv4: 0, port: 0)
  /// Whether the connection ends after this response.
  @exclusivity(unchecked) package var closesConnection = false
  /// Whether an HTTP/1.0 client has to be told that the connection stays (RFC 9112 §9.3).
  @exclusivity(unchecked) package var announcesKeepAlive = false

  /// A context to be filled before each request.
  package init(clock: @escaping @Sendable () -> UInt64) {
    self.clock = clock
  }

  /// The request's id as text.
  package var idText: String {
    unsafe String(decoding: (0..<idCount).map { unsafe id[$0] }, as: UTF8.self)
  }
}
