import Bytes

/// What to answer a GET or HEAD for a representation that exists.
@usableFromInline package enum ResponsePlan: Sendable {
  /// 200 with all of it.
  case full
  /// 206 with one range.
  case partial(ByteRange)
  /// 206 with several ranges as multipart/byteranges.
  case multipart(ByteRangeSet)
  /// 304 without content.
  case notModified
  /// 412.
  case preconditionFailed
  /// 416 with `Content-Range: bytes */size`.
  case rangeNotSatisfiable

  /// Decides by method, conditions and ranges, in the order of RFC 9110 §13.2.2.
  ///
  /// Range is defined for GET alone (§14.2): HEAD is answered as if it were absent.
  package static func decide(
    head: RequestHead, bytes: Span<UInt8>, representation: borrowing Representation,
    now: HTTPDate
  ) -> ResponsePlan {
    if head.hasConditionsOrRange {
      return decideAll(head: head, bytes: bytes, representation: representation, now: now)
    }
    return .full
  }

  private static func decideAll(
    head: RequestHead, bytes: Span<UInt8>, representation: borrowing Representation,
    now: HTTPDate
  ) -> ResponsePlan {
    switch Preconditions.evaluate(head, bytes, representation, now: now) {
    case .notModified: return .notModified
    case .failed: return .preconditionFailed
    case .proceed: break
    }
    guard head.method == .get, let value = head.value(.range, in: bytes),
      !head.isRepeated(.range),
      Preconditions.rangeApplies(head, bytes, representation, now: now)
    else { return .full }
    switch ByteRangeSet.parse(value, size: representation.size) {
    case .ignored: return .full
    case .unsatisfiable: return .rangeNotSatisfiable
    case .satisfiable(let ranges):
      return ranges.count == 1 ? .partial(ranges[0]) : .multipart(ranges)
    }
  }
}
