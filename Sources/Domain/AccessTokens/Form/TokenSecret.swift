internal import Credentials

/// The text of a token: `wcdn_`, 30 random characters of base62 (178 bits), and 6 that check them.
///
/// The check is the CRC-32 of the 30 characters in base62. It tells a mistyped or invented token
/// without asking anybody; it proves nothing.
package struct TokenSecret: Hashable, Sendable {
  /// What every token begins with.
  package static let prefix = "wcdn_"
  /// Random characters, and those that check them.
  package static let randomCount = 30
  package static let checkCount = 6
  /// Characters of a whole token.
  package static let count = prefix.utf8.count + randomCount + checkCount
  /// Characters that are shown of a token when it is listed, `wcdn_` included.
  package static let shownCount = prefix.utf8.count + 4

  /// The whole text. It is shown once, and never kept.
  package let text: String

  /// A new token.
  package init() {
    let random = SecureRandom.base62(Self.randomCount)
    text = Self.prefix + random + Self.check(of: random)
  }

  /// The token of a text; nil when it has another form or its check is wrong.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard bytes.count == Self.count, text.hasPrefix(Self.prefix) else { return nil }
    let rest = bytes.dropFirst(Self.prefix.utf8.count)
    guard rest.allSatisfy(Base62.isDigit) else { return nil }
    let random = String(decoding: rest.prefix(Self.randomCount), as: UTF8.self)
    guard Self.check(of: random).utf8.elementsEqual(rest.suffix(Self.checkCount)) else {
      return nil
    }
    self.text = text
  }

  /// Whether a text claims to be a token, whatever its check.
  package static func isMeant(by text: String) -> Bool { text.hasPrefix(prefix) }

  /// The characters that check others.
  package static func check(of random: String) -> String {
    Base62.text(UInt64(CRC32.of(random.utf8)), width: checkCount)
  }

  /// What is kept of it: its SHA-256. A slow hash is for passwords, which can be guessed.
  package var hash: [UInt8] { SecretDigest.of(text) }

  /// Its beginning and its end, by which its owner knows it again.
  package var shown: (prefix: String, lastFour: String) {
    (String(text.prefix(Self.shownCount)), String(text.suffix(4)))
  }
}
