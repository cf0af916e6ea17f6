import Accounts
import Credentials

/// No bytes are a signed token that was not signed here; base64url has one text for each value; an
/// email that is taken is taken again as itself; and cookies are read without a trap.
func fuzzCredentials(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let raw = bytes.indices.map { bytes[$0] }
    if let decoded = Base64URL.bytes(raw) {
      precondition(Array(Base64URL.text(decoded).utf8) == raw)
    }
    guard let text = String(validating: raw, as: UTF8.self) else { return }
    _ = SessionCookies(isSecure: true).token(in: text)
    _ = SessionToken(text)
    precondition((try? signedTokens.verify(text, at: 1)) == nil)
    if let email = EmailAddress(text) {
      let again = EmailAddress(email.text)
      precondition(again == email && EmailAddress(email.key)?.key == email.key)
      precondition(email.text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    }
  }
}

private let signedTokens = SignedTokens(
  keys: try! SigningKeys(
    ["k:" + Base64URL.text(SecureRandom.bytes(32))], algorithm: .hs256), issuer: "floe",
  audience: "floe", lifetime: 900)
