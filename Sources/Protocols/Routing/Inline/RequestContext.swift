package import Bytes
internal import HTTP
package import Traces

/// What the server knows about the request in hand besides its bytes.
///
/// One instance belongs to one shard and is refilled for each request, so that the cached path
/// reads everything it needs without allocating. Its fields are read and written one at a time
/// on one loop, so the run-time check for overlapping accesses is left out. The compiler leaves it
/// out within this module alone: what the cached path does with a context is a method of it.
/// A handler on a task gets a copy instead.
///
/// `@safe`: the bytes of the id and of the peer are made and freed with the instance.
@safe
package final class RequestContext {
  /// The longest request id accepted or made.
  package static let idCountMax = 64
  /// The most bytes of lines that an admission may add to a head.
  package static let admittedLinesMax = 1024

  private let idBytes: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var idCount = 0
  private let peerBytes: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var peerCount = 0
  private let lineBytes: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var lineCount = 0
  @exclusivity(unchecked) private var seconds: Int64 = 0
  /// The milliseconds within that second, as old as the loop's turn.
  @exclusivity(unchecked) package private(set) var millisecondOfSecond: UInt16 = 0
  /// What every head begins with after its status line: the wall clock as an IMF-fixdate (RFC 9110
  /// §5.6.7), and the name of the field that follows it.
  @exclusivity(unchecked) var opening: DateLine
  /// Whether every head tells browsers to come by HTTPS alone.
  package let isStrict: Bool
  @exclusivity(unchecked) var timing = TimingLines()
  /// When the request's head was complete, on the monotonic clock, in nanoseconds.
  @exclusivity(unchecked) package private(set) var startNanoseconds: UInt64 = 0
  /// How long the request took when its head was printed, so that the clock is read once less;
  /// 0 while that is not known or not the whole time.
  @exclusivity(unchecked) var measuredNanoseconds: UInt64 = 0
  /// How long it took until the head of the response was printed; 0 before.
  @exclusivity(unchecked) var headNanoseconds: UInt64 = 0
  /// Reads the monotonic clock in nanoseconds.
  package let clock: @Sendable () -> UInt64
  @exclusivity(unchecked) package private(set) var peer = PeerAddress(ipv4: 0, port: 0)
  /// Whether the connection ends after this response.
  @exclusivity(unchecked) package var closesConnection = false
  /// Whether an HTTP/1.0 client has to be told that the connection stays (RFC 9112 §9.3).
  @exclusivity(unchecked) package private(set) var announcesKeepAlive = false
  /// Whether the request is part of a trace.
  @exclusivity(unchecked) package private(set) var hasTrace = false
  /// Where the request stands in its trace; means something while `hasTrace` does.
  @exclusivity(unchecked) package private(set) var trace = RequestTrace.none

  /// A context to be filled before each request.
  ///
  /// - Parameter isStrict: whether the server is reached by HTTPS alone (RFC 6797).
  package init(isStrict: Bool = false, clock: @escaping @Sendable () -> UInt64) {
    self.clock = clock
    self.isStrict = isStrict
    unsafe opening = DateLine(isStrict: isStrict)
    unsafe idBytes = .allocate(capacity: Self.idCountMax)
    unsafe idBytes.initialize(repeating: 0, count: Self.idCountMax)
    unsafe peerBytes = .allocate(capacity: PeerAddress.textCountMax)
    unsafe lineBytes = .allocate(capacity: Self.admittedLinesMax)
  }

  deinit {
    unsafe idBytes.deallocate()
    unsafe peerBytes.deallocate()
    unsafe lineBytes.deallocate()
  }

  /// Begins a request whose head became complete at an instant of the monotonic clock.
  package func begin(
    at nanoseconds: UInt64, from peer: PeerAddress, closesConnection: Bool,
    announcesKeepAlive: Bool = false
  ) {
    unsafe startNanoseconds = nanoseconds
    unsafe measuredNanoseconds = 0
    unsafe headNanoseconds = 0
    unsafe lineCount = 0
    unsafe hasTrace = false
    if unsafe peerCount == 0 || !self.peer.isSameHost(as: peer) { printPeer(peer) }
    unsafe self.peer = peer
    unsafe self.closesConnection = closesConnection
    unsafe self.announcesKeepAlive = announcesKeepAlive
  }

  /// Takes over another's request, to answer it later under the same id.
  package func begin(as other: RequestContext) {
    unsafe begin(
      at: other.startNanoseconds, from: other.peer, closesConnection: other.closesConnection,
      announcesKeepAlive: other.announcesKeepAlive)
    setID(other.id)
    takeTime(from: other)
    if unsafe other.hasTrace { unsafe join(other.trace) }
  }

  /// The request is part of a trace.
  package func join(_ trace: RequestTrace) {
    unsafe self.trace = trace
    unsafe hasTrace = trace.isPresent
  }

  /// Sets the wall clock.
  package func setTime(seconds: Int64, millisecond: UInt16) {
    unsafe millisecondOfSecond = millisecond
    guard unsafe seconds != self.seconds || opening.isEmpty else { return }
    unsafe self.seconds = seconds
    unsafe opening.print(HTTPDate(seconds: seconds))
  }

  /// Sets the wall clock to what another's says.
  package func takeTime(from other: RequestContext) {
    unsafe setTime(seconds: other.nowSeconds, millisecond: other.millisecondOfSecond)
  }

  /// The wall clock in whole seconds since 1970, read once a loop turn.
  package var nowSeconds: Int64 { unsafe seconds }

  /// The wall clock in nanoseconds since 1970, to a millisecond.
  package var wallNanoseconds: Int64 {
    unsafe nowSeconds * 1_000_000_000 + Int64(millisecondOfSecond) * 1_000_000
  }

  /// How long the request has taken: what its head says, where that is known and the whole time.
  package var elapsedNanoseconds: UInt64 {
    let measured = unsafe measuredNanoseconds
    return unsafe measured > 0 ? measured : clock() &- startNanoseconds
  }

  /// How long the request waited for its response to begin: what the client does to a long body, or
  /// to the connection, is not in it.
  package var waitNanoseconds: UInt64 {
    let waited = unsafe headNanoseconds
    return waited > 0 ? waited : elapsedNanoseconds
  }

  /// The body took its time after the head was printed.
  package func bodyFollowed() { unsafe measuredNanoseconds = 0 }

  /// The request's id: the client's when well-formed, else one of ours. ASCII.
  package var id: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe Span(_unsafeStart: idBytes, count: idCount)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Sets the request's id, at most `idCountMax` bytes.
  package func setID(_ id: Span<UInt8>) {
    precondition(id.count <= Self.idCountMax)
    for index in id.indices { unsafe idBytes[index] = id[index] }
    unsafe idCount = id.count
  }

  /// The peer's address as text, without the port. Printed when it is another than before: many
  /// requests of one connection follow each other.
  package var peerText: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe Span(_unsafeStart: peerBytes, count: peerCount)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  @inline(never)
  private func printPeer(_ peer: PeerAddress) {
    let buffer = unsafe UnsafeMutableBufferPointer(
      start: peerBytes, count: PeerAddress.textCountMax)
    var output = unsafe OutputSpan<UInt8>(buffer: buffer, initializedCount: 0)
    peer.write(to: &output)
    unsafe peerCount = output.finalize(for: buffer)
  }

  /// The field lines that the head of the response gets from its admission, each with its CRLF.
  package var admittedLines: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe Span(_unsafeStart: lineBytes, count: lineCount)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Sets those lines to what the closure writes, at most `admittedLinesMax` bytes; they last until
  /// the next request begins.
  package func writeAdmittedLines(_ write: (inout OutputSpan<UInt8>) -> Void) {
    let buffer = unsafe UnsafeMutableBufferPointer(start: lineBytes, count: Self.admittedLinesMax)
    var output = unsafe OutputSpan<UInt8>(buffer: buffer, initializedCount: 0)
    write(&output)
    unsafe lineCount = output.finalize(for: buffer)
  }

  /// The request's id as text.
  package var idText: String { String(copying: id) }
}
