internal import ContentDelivery
internal import JSON

/// What a publisher's status other than 200 means, and its reason in words.
enum PublisherRefusal {
  /// What a status means for the store.
  static func code(_ status: Int) -> PublishFailure.Code {
    switch status {
    case 400: .rejected
    case 401, 403: .unauthorized
    case 413: .tooLarge
    case 451: .blocked
    case 504: .timedOut
    case 429, 500...599: .unavailable
    default: .malformed
    }
  }

  /// The longest reason that is passed on, in characters.
  private static let detailMax = 300

  /// The message of the JSON envelope, or a plain text, without anything unprintable.
  static func detail(_ body: [UInt8]) -> String? {
    let message = (try? JSONReader.read(body))?["error"]["message"].string
    let text = message ?? String(decoding: body.prefix(4096), as: UTF8.self)
    guard message != nil || !text.hasPrefix("<") else { return nil }
    let printable = text.unicodeScalars.filter { scalar in
      scalar.value >= 0x20 && scalar.value != 0x7F
        && scalar.properties.generalCategory != .control
        && scalar.properties.generalCategory != .format
    }
    let detail = String(String.UnicodeScalarView(printable).prefix(detailMax))
    return detail.isEmpty ? nil : detail
  }
}
