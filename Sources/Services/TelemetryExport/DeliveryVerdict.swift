internal import HTTPClient

/// What becomes of something that was sent to a receiver of telemetry.
package enum DeliveryVerdict: Sendable, Hashable {
  /// It is there.
  case taken
  /// It will never be taken.
  case refused(status: Int)
  /// It may be taken later: not before so many seconds, where the receiver said so.
  case later(seconds: Int64?)

  /// The verdict of an answer (OTLP 1 §OTLP/HTTP Response).
  package init(status: Int, retryAfter: String?) {
    switch status {
    case 200...299: self = .taken
    case 429, 502, 503, 504: self = .later(seconds: Self.seconds(retryAfter))
    default: self = .refused(status: status)
    }
  }

  /// The seconds of a `Retry-After`, an hour at most; a date is not read, which leaves it to us.
  static func seconds(_ text: String?) -> Int64? {
    guard let text, !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return min(Int64(text) ?? 3600, 3600)
  }
}
