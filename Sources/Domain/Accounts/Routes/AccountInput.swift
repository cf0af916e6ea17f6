internal import JSON
internal import Passwords
internal import Routing

/// The contents that accounts take, read strictly: everything wrong is told at once.
enum AccountInput {
  /// Bytes of a content at most.
  static let bodyMax = 16 * 1024

  /// Reads the members of a content.
  static func read<Value>(
    _ request: Request, _ body: (inout FieldReader) -> Value
  ) async throws -> Value {
    var fields = FieldReader(try await request.json(limit: bodyMax))
    let value = body(&fields)
    try fields.finish()
    return value
  }

  /// An email that must be there; the stand-in of a missing one is never used.
  static func email(_ fields: inout FieldReader) -> EmailAddress {
    let text = fields.string(
      "email", length: 1...EmailAddress.byteCountMax, check: EmailAddress.fault)
    return EmailAddress(text) ?? EmailAddress("nobody@invalid.example")!
  }

  /// A password that must be there; the stand-in of a missing one is never used.
  static func password(_ fields: inout FieldReader, _ name: String = "password") -> Password {
    let text = fields.string(name, length: Password.lengths, check: Password.fault)
    return Password(text) ?? Password("no password was given")!
  }

  /// A mailed token.
  static func token(_ fields: inout FieldReader) -> String {
    fields.string("token", length: 1...128)
  }
}
