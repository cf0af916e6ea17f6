import Bytes

/// Finds and checks the head of a request in the bytes of a connection (RFC 9112 §2–§6).
///
/// Call `parse` with all unconsumed bytes whenever some have arrived, the first of them being the
/// first byte of the request. An unfinished head is parsed again from its start, but only once a
/// line end, a forbidden byte or a limit has come into view: the bytes before are scanned once,
/// and the parses of one head are no more than its lines. So the whole memory of a half-sent
/// request is this value, and one `RequestHead` can serve all connections of a loop.
@usableFromInline package struct RequestParser: Sendable {
  // Two bytes each, because every idle connection has them. A head is at most 65,535 bytes; what
  // lies beyond is cut to that, which costs one more parse and changes no outcome.

  /// How far the bytes are known to hold nothing that a full parse has not seen.
  private var scanned: UInt16 = 0
  /// The length at which the unfinished line is too long.
  private var ceiling: UInt16 = 0

  /// Makes a parser for a new connection.
  package init() {}

  /// Parses a head into `head`, which means something only when the outcome is `.complete`.
  ///
  /// After `.complete` or `.rejected` the parser is ready for the next request.
  package mutating func parse(
    _ bytes: Span<UInt8>, into head: RequestHead, limits: RequestLimits
  ) -> ParseOutcome {
    if scanned > 0, !foundNews(in: bytes) { return .incomplete }
    var pass = HeadPass(limits: limits)
    do throws(Rejection) {
      if let headLength = try pass.run(bytes, into: head) {
        scanned = 0
        return .complete(headLength: headLength)
      }
      scanned = UInt16(clamping: pass.scanned)
      ceiling = UInt16(clamping: pass.ceiling)
      return .incomplete
    } catch {
      scanned = 0
      return .rejected(error)
    }
  }

  /// Forgets a half-sent request.
  package mutating func reset() { scanned = 0 }

  /// Whether a request has begun but its head is not whole.
  package var isMidHead: Bool { scanned > 0 }

  private mutating func foundNews(in bytes: Span<UInt8>) -> Bool {
    if bytes.count >= Int(ceiling) { return true }
    var position = Int(scanned)
    while true {
      position = bytes.firstControl(from: position, upTo: bytes.count)
      if position == bytes.count { break }
      if bytes[position] != ASCII.tab { return true }
      position += 1
    }
    scanned = UInt16(clamping: position)
    return false
  }
}
