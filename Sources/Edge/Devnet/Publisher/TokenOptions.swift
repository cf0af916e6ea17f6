/// How the publisher checks bearer tokens (JWT, HS256).
///
/// The check is active when at least one of the three is set, as with the real publisher.
package struct TokenOptions: Sendable, Equatable {
  /// The key, raw or as `0x` and hex digits; without one, signatures are not checked.
  package var secret: String?

  /// When positive, a token must live exactly so many seconds from its `iat`.
  package var expiringSeconds: Int64 = 0

  /// Whether the claims about size, epochs and recipient are compared with the request.
  package var verifiesUpload = false

  /// No check at all.
  package init() {}

  /// Whether tokens are asked for.
  package var isActive: Bool { secret != nil || expiringSeconds > 0 || verifiesUpload }

  /// The bytes of the key.
  var key: [UInt8]? {
    guard let secret else { return nil }
    guard secret.hasPrefix("0x") else { return Array(secret.utf8) }
    let digits = Array(secret.dropFirst(2))
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return bytes.count * 2 == digits.count ? bytes : Array(secret.utf8)
  }
}
