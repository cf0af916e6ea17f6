internal import ContentDelivery
internal import HTTPClient
internal import WalrusIdentity

/// What the head of an aggregator's response means for what was asked.
///
/// Believed are the status, the length and the range, and for objects and quilt patches the
/// stored attributes. Everything else on the way from the aggregator, such as the cache of its
/// operator, may have made up.
enum AggregatorAnswer: Hashable {
  case content(OriginHead)
  /// Nothing of use; the body may say more.
  case refusal(OriginFailure)

  init(
    _ head: UpstreamHead, to request: OriginRequest, range: ClosedRange<Int64>?, source: String
  ) {
    if let code = Self.refusal(head.status) {
      self = .refusal(
        OriginFailure(
          code, retryAfter: Self.retryAfter(head), lastStatus: head.status, source: source))
      return
    }
    guard
      let content = Self.content(head, to: request, range: range, source: source)
    else {
      self = .refusal(OriginFailure(.malformed, lastStatus: head.status, source: source))
      return
    }
    self = .content(content)
  }

  /// Nil for 200 and 206.
  private static func refusal(_ status: Int) -> OriginFailure.Code? {
    switch status {
    case 200, 206: nil
    case 400: .badIdentifier
    case 403: .tooLarge
    case 404: .notFound
    case 416: .rangeNotSatisfiable
    case 451: .blocked
    case 201...399: .malformed
    default: .unavailable
    }
  }

  private static func content(
    _ head: UpstreamHead, to request: OriginRequest, range: ClosedRange<Int64>?, source: String
  ) -> OriginHead? {
    // A response that ends with its connection cannot be told from one that was cut.
    guard head.framing != .untilClose else { return nil }
    let attributes = attributes(head, of: request.reference)
    // A coding that nobody stored was applied on the way, though none was accepted.
    if let coding = head.first("content-encoding"), coding != attributes.contentEncoding,
      coding.lowercased() != "identity"
    {
      return nil
    }
    guard head.status == 206 else {
      return OriginHead(
        length: head.contentLength, attributes: attributes, source: source)
    }
    guard let range, let sent = head.contentRange, let positions = sent.positions,
      positions.lowerBound == range.lowerBound, positions.upperBound <= range.upperBound,
      positions.upperBound == range.upperBound || sent.total == positions.upperBound + 1,
      head.contentLength ?? Int64(positions.count) == Int64(positions.count)
    else { return nil }
    return OriginHead(
      coverage: .part(positions), length: Int64(positions.count), total: sent.total,
      attributes: attributes, source: source)
  }

  private static func attributes(
    _ head: UpstreamHead, of reference: ContentReference
  ) -> OriginAttributes {
    var attributes = OriginAttributes()
    switch reference.name {
    case .blob, .cid:
      return attributes
    case .object:
      // The entity tag is the blob's id, without quotes or, behind some caches, with them.
      let tag = head.first("etag").map { $0.hasPrefix("W/") ? $0.dropFirst(2) : $0[...] }
      let text = tag.map { $0.filter { $0 != "\"" } }
      attributes.blobID = text.flatMap { try? BlobID($0) }
    case .quiltPatch, .namedPatch:
      attributes.patchIdentifier = head.first("x-quilt-patch-identifier")
    }
    attributes.contentType = head.first("content-type").flatMap { $0 == "*/*" ? nil : $0 }
    attributes.contentDisposition = head.first("content-disposition")
    attributes.contentEncoding = head.first("content-encoding")
    attributes.contentLanguage = head.first("content-language")
    return attributes
  }

  /// `Retry-After` in seconds, up to an hour (RFC 9110 §10.2.3); a date is not looked at.
  static func retryAfter(_ head: UpstreamHead) -> Duration? {
    guard let text = head.first("retry-after"), let seconds = UInt32(text), seconds <= 3600 else {
      return nil
    }
    return .seconds(Int(seconds))
  }
}
