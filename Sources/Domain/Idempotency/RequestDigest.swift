internal import Bytes
internal import Credentials
internal import HTTP
internal import JSON
internal import Routing
internal import Sealing

/// What tells requests with idempotency keys apart, and what their responses are sealed with.
///
/// Neither the key nor a hash that could be guessed at is kept: everything is authenticated with
/// the secret of the server, and the key itself is a part of what seals the response. Who reads the
/// database alone learns neither a password from a request nor a token from a response.
struct RequestDigest: Sendable {
  /// The caller, the method, the target and the key, as one text.
  let id: String
  /// The content.
  let payload: String
  /// What the response is sealed with.
  let sealing: SealingKey

  init(_ request: Request, key: IdempotencyKey, content: [UInt8], secret: [UInt8]) {
    let caller = request.caller
    let scope =
      caller.userID.isEmpty ? "address \(request.peer)" : "user \(caller.userID)"
    let target = String(copying: request.head.target(in: request.bytes.span))
    let place: JSONValue = [
      .string(scope), .string("\(request.head.method.name)"), .string(target), .string(key.text),
    ]
    let name = MessageCode.code(of: place.bytes, key: secret)
    let own = KeyDerivation.key(
      from: secret + Array(key.text.utf8), salt: name, purpose: Array("floe idempotency".utf8))
    id = HexText.text(name)
    payload = HexText.text(MessageCode.code(of: content, key: own))
    sealing = SealingKey(
      KeyDerivation.key(from: own, salt: name, purpose: Array("floe kept response".utf8)))
  }
}
