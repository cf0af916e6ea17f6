internal import Credentials
internal import JSON

/// Makes and verifies the signed tokens of a process (RFC 7519), as strictly as RFC 8725 advises:
/// the algorithm comes from the configuration, the key from a list of our own, every claim is
/// wanted, and what is not understood is refused.
package struct SignedTokens: Sendable {
  /// Seconds by which the clock of another edge may be ahead.
  static let clockSkew: Int64 = 5

  let keys: SigningKeys
  private let issuer: String
  private let audience: String
  private let lifetime: Int64

  /// Tokens that these keys sign.
  ///
  /// - Parameter lifetime: seconds that a token lives.
  package init(keys: SigningKeys, issuer: String, audience: String, lifetime: Int64) {
    self.keys = keys
    self.issuer = issuer
    self.audience = audience
    self.lifetime = lifetime
  }

  /// A new token of a session.
  ///
  /// - Parameter notAfter: when the session ends, which the token does not outlive.
  package func make(
    userID: String, sessionID: String, at seconds: Int64, notAfter: Int64
  ) -> (text: String, claims: SignedTokenClaims) {
    let claims = SignedTokenClaims(
      issuer: issuer, audience: audience, userID: userID, sessionID: sessionID, issuedAt: seconds,
      notBefore: seconds, expiresAt: min(seconds + lifetime, notAfter), id: SecureRandom.base62(22))
    return (sign(claims.document), claims)
  }

  /// A document signed with the current key.
  func sign(_ document: JSONValue) -> String {
    let header: JSONValue = [
      "alg": .string(keys.algorithm.rawValue), "typ": "JWT", "kid": .string(keys.current.id),
    ]
    let signed = Base64URL.text(header.bytes) + "." + Base64URL.text(document.bytes)
    let signature = keys.current.signature(of: Array(signed.utf8))
    return signed + "." + Base64URL.text(signature)
  }

  /// Whether a text has the form of a signed token: what is told apart without verifying anything.
  package static func recognizes(_ text: String) -> Bool {
    text.hasPrefix("eyJ") && text.utf8.count { $0 == UInt8(ascii: ".") } == 2
  }

  /// What a token says, once everything about it is right at that moment.
  package func verify(
    _ text: String, at seconds: Int64
  ) throws(SignedTokenFault) -> SignedTokenClaims {
    guard let parts = CompactSignature(text) else { throw .malformed }
    let key = try key(of: parts)
    guard key.isValid(parts.signature, of: parts.signed) else { throw .signature }
    let claims = try Self.claims(of: parts)
    guard claims.issuer == issuer else { throw .issuer }
    guard claims.audience == audience else { throw .audience }
    guard seconds < claims.expiresAt else { throw .expired }
    guard claims.notBefore <= seconds + Self.clockSkew, claims.issuedAt <= seconds + Self.clockSkew
    else { throw .notYetValid }
    let (length, overflows) = claims.expiresAt.subtractingReportingOverflow(claims.issuedAt)
    guard !overflows, length > 0, length <= lifetime else { throw .lifetime }
    return claims
  }

  private func key(of parts: CompactSignature) throws(SignedTokenFault) -> SigningKey {
    guard let header = try? JSONReader.read(parts.header, limits: Self.limits) else {
      throw .malformed
    }
    // Members beyond these, `crit`, `jku`, `jwk` and `x5u` among them, fail in `finish`.
    var fields = FieldReader(header)
    let algorithm = fields.string("alg", length: 1...16)
    let type = fields.string("typ", length: 1...16)
    let id = fields.string("kid", length: 1...64)
    do { try fields.finish() } catch { throw .malformed }
    guard algorithm == keys.algorithm.rawValue else { throw .algorithm }
    guard type == "JWT" else { throw .malformed }
    guard let key = keys[id] else { throw .key }
    return key
  }

  private static func claims(
    of parts: CompactSignature
  ) throws(SignedTokenFault) -> SignedTokenClaims {
    guard let payload = try? JSONReader.read(parts.payload, limits: limits) else {
      throw .malformed
    }
    let moments: ClosedRange<Int64> = 0...253_402_300_799
    var fields = FieldReader(payload)
    let claims = SignedTokenClaims(
      issuer: fields.string("iss", length: 1...256),
      audience: fields.string("aud", length: 1...256),
      userID: fields.string("sub", length: 1...64), sessionID: fields.string("sid", length: 1...64),
      issuedAt: fields.integer("iat", in: moments), notBefore: fields.integer("nbf", in: moments),
      expiresAt: fields.integer("exp", in: moments), id: fields.string("jti", length: 1...64))
    do { try fields.finish() } catch { throw .malformed }
    return claims
  }

  private static let limits = JSONLimits(depthMax: 2, valuesMax: 32)
}
