internal import ContentDelivery
internal import HTTPClient

/// What the head of a gateway's response means; believed are the status, the length and the range.
enum GatewayAnswer: Hashable {
  /// All of the content follows (200).
  case whole(length: Int64?)
  /// A part of it follows (206).
  case part(ClosedRange<Int64>, total: Int64?)
  /// Nothing of use.
  case refusal(OriginFailure)

  init(_ head: UpstreamHead, source: String) {
    if let code = Self.refusal(head.status) {
      self = .refusal(
        OriginFailure(
          code, retryAfter: Self.retryAfter(head), lastStatus: head.status, source: source))
      return
    }
    let coding = head.first("content-encoding")?.lowercased() ?? "identity"
    let range = head.contentRange
    switch (head.status, range?.positions) {
    // None was accepted.
    case _ where coding != "identity": self = Self.malformed(head, source)
    case (200, _): self = .whole(length: head.contentLength)
    case (_, let positions?): self = .part(positions, total: range?.total)
    default: self = Self.malformed(head, source)
    }
  }

  private static func malformed(_ head: UpstreamHead, _ source: String) -> GatewayAnswer {
    .refusal(OriginFailure(.malformed, lastStatus: head.status, source: source))
  }

  /// Nil for 200 and 206. A gateway that refuses with 410 has a list of its own, and one that
  /// answers 400 may not know the codec: others may hand the content out.
  private static func refusal(_ status: Int) -> OriginFailure.Code? {
    switch status {
    case 200, 206: nil
    case 404: .notFound
    case 416: .rangeNotSatisfiable
    case 451: .blocked
    // It has not found the content in its time.
    case 504: .timedOut
    case 201...399: .malformed
    default: .unavailable
    }
  }

  /// `Retry-After` in seconds, up to an hour (RFC 9110 §10.2.3); a date is not looked at.
  private static func retryAfter(_ head: UpstreamHead) -> Duration? {
    guard let text = head.first("retry-after"), let seconds = UInt32(text), seconds <= 3600 else {
      return nil
    }
    return .seconds(Int(seconds))
  }
}
