/// The claims of a bearer token for the publisher.
struct TokenClaims: Sendable, Equatable {
  let expiry: Int64
  let identifier: String
  let issued: Int64?
  let recipient: String?
  let epochs: Int64?
  let epochsMax: Int64?
  let size: Int64?
  let sizeMax: Int64?

  /// Reads the claims; nil when a required one is missing or one has a wrong type.
  init?(json: JSONValue) {
    guard case .object = json, let expiry = json["exp"]?.integer,
      let identifier = json["jti"]?.string
    else { return nil }
    self.expiry = expiry
    self.identifier = identifier
    func number(_ name: String) -> Int64?? {
      switch json[name] {
      case nil, .null: .some(nil)
      case .integer(let number): .some(number)
      default: nil
      }
    }
    guard let issued = number("iat"), let epochs = number("epochs"),
      let epochsMax = number("max_epochs"), let size = number("size"),
      let sizeMax = number("max_size")
    else { return nil }
    (self.issued, self.epochs, self.epochsMax) = (issued, epochs, epochsMax)
    (self.size, self.sizeMax) = (size, sizeMax)
    switch json["send_object_to"] {
    case nil, .null: recipient = nil
    case .string(let text): recipient = text
    default: return nil
    }
  }

  /// Whether so many bytes are within what the token allows.
  func allows(size bytes: Int) -> Bool {
    if let size, size != Int64(bytes) { return false }
    if let sizeMax, Int64(bytes) > sizeMax { return false }
    return true
  }
}
