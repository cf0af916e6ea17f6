internal import Credentials

/// The secret of a session: `fls_` and 43 random characters of base62, 256 bits.
package struct SessionToken: Hashable, Sendable {
  /// What it begins with, so that it is told from other tokens and found where it leaked.
  package static let prefix = "fls_"
  private static let randomCount = 43

  /// The secret itself: shown to its user once, kept nowhere.
  package let text: String

  /// A new token.
  init() { text = Self.prefix + SecureRandom.base62(Self.randomCount) }

  /// The token of a text; nil when it has not the form, which is refused without a look-up.
  package init?(_ text: String) {
    guard Self.recognizes(text), text.utf8.count == Self.prefix.utf8.count + Self.randomCount,
      text.utf8.dropFirst(Self.prefix.utf8.count).allSatisfy(Base62.isDigit)
    else { return nil }
    self.text = text
  }

  /// Whether a text claims to be a session's token.
  package static func recognizes(_ text: String) -> Bool { text.hasPrefix(prefix) }

  /// What is stored, and looked for.
  var digest: [UInt8] { SecretDigest.of(text) }

  /// What requests that change something show besides the cookie (double submit): made of the token,
  /// so that nobody without it can make it and no key has to be kept.
  package var csrfToken: String {
    Base64URL.text(MessageCode.code(of: Array("floe-csrf-1".utf8), key: Array(text.utf8)))
  }

  /// Whether a text is the CSRF token of this session, compared in constant time.
  package func accepts(csrfToken text: String) -> Bool {
    ConstantTime.equal(Array(text.utf8), Array(csrfToken.utf8))
  }
}

/// The secret shows itself nowhere by accident.
extension SessionToken: CustomStringConvertible, CustomReflectable {
  package var description: String { "(a session's token)" }

  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
