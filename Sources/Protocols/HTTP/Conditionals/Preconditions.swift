import Bytes

/// The conditions of a request against the representation that exists (RFC 9110 §13).
@usableFromInline package enum Preconditions {
  /// What the conditions make of a request.
  @usableFromInline package enum Verdict: Equatable, Sendable {
    /// The method is to be performed.
    case proceed
    /// 304: the client has it already.
    case notModified
    /// 412: the state is not what the client supposes.
    case failed
  }

  /// Evaluates the conditions in the order of RFC 9110 §13.2.2, but If-Range.
  ///
  /// Only for requests that would otherwise succeed (§13.2.1). Conditions on dates that are
  /// malformed, repeated or beside the point are ignored; a malformed entity tag matches nothing.
  package static func evaluate(
    _ head: RequestHead, _ bytes: Span<UInt8>, _ representation: borrowing Representation,
    now: HTTPDate
  ) -> Verdict {
    switch head.method {
    case .options, .connect, .trace: return .proceed
    default: break
    }
    let isRead = head.method == .get || head.method == .head
    if head.contains(.ifMatch) {
      if !matches(.ifMatch, head, bytes, representation, strongly: true) { return .failed }
    } else if let date = date(.ifUnmodifiedSince, head, bytes, now: now),
      let lastModified = representation.lastModified, lastModified > date
    {
      return .failed
    }
    if head.contains(.ifNoneMatch) {
      if matches(.ifNoneMatch, head, bytes, representation, strongly: false) {
        return isRead ? .notModified : .failed
      }
    } else if isRead, let date = date(.ifModifiedSince, head, bytes, now: now),
      let lastModified = representation.lastModified, lastModified <= date
    {
      return .notModified
    }
    return .proceed
  }

  /// Whether a Range field applies: If-Range is absent or names this very representation
  /// (RFC 9110 §13.1.5). A weak tag never does, nor a date that might still be shared.
  package static func rangeApplies(
    _ head: RequestHead, _ bytes: Span<UInt8>, _ representation: borrowing Representation,
    now: HTTPDate
  ) -> Bool {
    guard let value = head.value(.ifRange, in: bytes) else { return true }
    if head.isRepeated(.ifRange) { return false }
    var tags = EntityTagList(value)
    if let tag = tags.next() {
      // The field holds one tag, and nothing beside it.
      return !tag.isWeak && tag.opaque.lowerBound == 1 && tag.opaque.upperBound == value.count - 1
        && isStrong(representation)
        && value.extracting(tag.opaque).equals(representation.entityTag)
    }
    guard let date = HTTPDate(value, now: now), let lastModified = representation.lastModified
    else { return false }
    return date == lastModified && lastModified < now
  }

  private static func isStrong(_ representation: borrowing Representation) -> Bool {
    !representation.isWeak && representation.entityTag.count > 0
  }

  /// Whether any tag on any line of the field matches (RFC 9110 §8.8.3.2).
  private static func matches(
    _ field: KnownField, _ head: RequestHead, _ bytes: Span<UInt8>,
    _ representation: borrowing Representation, strongly: Bool
  ) -> Bool {
    var line = head.firstIndex(of: field)
    while let index = line {
      var tags = EntityTagList(head.value(at: index, in: bytes))
      if tags.isAsterisk, !head.isRepeated(field) { return true }
      while let tag = tags.next() {
        if strongly, tag.isWeak || representation.isWeak { continue }
        if representation.entityTag.count > 0,
          tags.list.extracting(tag.opaque).equals(representation.entityTag)
        {
          return true
        }
      }
      line = head.nextIndex(of: field, after: index)
    }
    return false
  }

  private static func date(
    _ field: KnownField, _ head: RequestHead, _ bytes: Span<UInt8>, now: HTTPDate
  ) -> HTTPDate? {
    guard let value = head.value(field, in: bytes), !head.isRepeated(field) else { return nil }
    return HTTPDate(value, now: now)
  }
}
