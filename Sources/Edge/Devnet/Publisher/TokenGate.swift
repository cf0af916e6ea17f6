import Synchronization
import WalrusIdentity

/// The publisher's token check: each token is good for one storing request.
final class TokenGate: Sendable {
  private let options: TokenOptions
  private let clock: NetworkClock

  /// Used token ids until their expiry.
  private let used = Mutex<[String: Int64]>([:])

  /// The last second that the real server's calendar knows.
  private static let lastSecond: Int64 = 8_210_266_876_799

  init(options: TokenOptions, clock: NetworkClock) {
    self.options = options
    self.clock = clock
  }

  /// Lets a request pass or throws what is wrong with its token.
  ///
  /// A token whose claims do not fit the request stays unused; one that was let through is spent,
  /// whatever becomes of the request.
  func admit(_ exchange: Exchange) throws {
    let claims = try decode(try Self.bearer(exchange.head))
    try reserve(claims)
    do {
      try check(claims, exchange)
    } catch {
      used.withLock { $0[claims.identifier] = nil }
      throw error
    }
  }

  /// Compares the true length of a body with the claims of a bearer token, if there is one.
  static func checkLength(_ count: Int, of head: RequestHead) throws(APIFailure) {
    guard let token = try? bearer(head),
      let payload = parts(token).flatMap({ JSONValue(parsing: $0.payload) }),
      let claims = TokenClaims(json: payload)
    else { return }
    guard claims.allows(size: count) else { throw TokenFailure.invalidSize }
  }

  private static func bearer(_ head: RequestHead) throws(TextFailure) -> String {
    guard let field = head["authorization"] else { throw TokenFailure.missingHeader }
    let words = field.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw TokenFailure.malformedHeader
    }
    return String(words[1])
  }

  private typealias Parts = (header: [UInt8], payload: [UInt8], signature: [UInt8], signed: String)

  private static func parts(_ token: String) -> Parts? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64URLText.decode(parts[0]),
      let payload = Base64URLText.decode(parts[1]),
      let signature = Base64URLText.decode(parts[2])
    else { return nil }
    return (header, payload, signature, "\(parts[0]).\(parts[1])")
  }

  private func decode(_ token: String) throws(APIFailure) -> TokenClaims {
    guard let parts = Self.parts(token), let header = JSONValue(parsing: parts.header) else {
      throw TokenFailure.invalidToken
    }
    if let key = options.key {
      guard header["alg"]?.string == "HS256" else { throw TokenFailure.invalidToken }
      let expected = Digest.hmacSHA256(Array(parts.signed.utf8), key: key)
      guard Digest.areEqual(expected, parts.signature) else { throw TokenFailure.invalidSignature }
    }
    guard let payload = JSONValue(parsing: parts.payload),
      let claims = TokenClaims(json: payload)
    else { throw TokenFailure.invalidToken }
    guard claims.expiry > clock.seconds else { throw TokenFailure.expired }
    guard claims.expiry <= Self.lastSecond else { throw TokenFailure.invalidTimestamp }
    return claims
  }

  private func reserve(_ claims: TokenClaims) throws(APIFailure) {
    let now = clock.seconds
    let isNew = used.withLock { used in
      if used.count > 10_000 { used = used.filter { $0.value > now } }
      guard used[claims.identifier].map({ $0 <= now }) ?? true else { return false }
      used[claims.identifier] = claims.expiry
      return true
    }
    guard isNew else { throw TokenFailure.alreadyUsed }
  }

  private func check(_ claims: TokenClaims, _ exchange: Exchange) throws {
    if options.expiringSeconds > 0 {
      guard let issued = claims.issued,
        claims.expiry.subtractingReportingOverflow(issued).partialValue == options.expiringSeconds
      else { throw TokenFailure.invalidExpiration }
    }
    if claims.size != nil && claims.sizeMax != nil { throw TokenFailure.inconsistent }
    guard options.verifiesUpload else { return }
    // The length of a form says nothing about the quilt, which its handler measures.
    if exchange.target.path == "/v1/blobs", claims.size != nil || claims.sizeMax != nil {
      guard let length = exchange.head["content-length"].flatMap({ Int($0) }),
        claims.allows(size: length)
      else { throw TokenFailure.invalidSize }
    }
    let parameters = exchange.target.parameters
    let epochs = parameters.first { $0.name == "epochs" }.flatMap { Int64($0.value) } ?? 1
    if claims.epochs != nil && claims.epochsMax != nil { throw TokenFailure.inconsistent }
    if let exact = claims.epochs, exact != epochs { throw TokenFailure.invalidEpochs }
    if let most = claims.epochsMax, epochs > most { throw TokenFailure.invalidEpochs }
    if let recipient = claims.recipient,
      parameters.first(where: { $0.name == "send_object_to" })?.value != recipient
    {
      throw TokenFailure.invalidRecipient
    }
  }
}
