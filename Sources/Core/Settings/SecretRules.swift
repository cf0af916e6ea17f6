/// What a secret must not be where strangers reach the server: an example that everybody knows, or
/// short enough to be guessed.
enum SecretRules {
  /// Bytes that the password of a URL has at least.
  private static let passwordBytesMin = 8
  /// Different characters that a secret has at least.
  private static let differentMin = 5

  /// What stands in examples, manuals and compose files, in small letters without punctuation. They
  /// are so long that a random key practically never has one inside.
  private static let exampleParts = [
    "changeme", "changethis", "replaceme", "placeholder", "example", "insecure", "development",
    "devsecret", "supersecret", "mysecret", "notasecret", "password", "qwertyuiop", "1234567890",
  ]
  private static let exampleWholes: Set<String> = [
    "secret", "test", "floe", "admin", "root", "postgres", "redis", "key", "token", "apikey",
    "default", "letmein", "12345678",
  ]

  /// What is wrong with a secret, as the end of a sentence that begins with its name; nil when
  /// nothing is. Never holds a part of it.
  static func complaint(about text: String, bytesMin: Int) -> String? {
    if let password = passwordOfURL(text) {
      return password.isEmpty ? nil : complaint(password, bytesMin: passwordBytesMin)
    }
    return complaint(text[...], bytesMin: bytesMin)
  }

  private static func complaint(_ secret: Substring, bytesMin: Int) -> String? {
    if isExample(secret) { return "is an example that everybody knows" }
    if secret.utf8.count < bytesMin {
      return "is shorter than \(bytesMin) bytes"
    }
    if Set(secret.utf8).count < min(differentMin, bytesMin) {
      return "has too few different characters to be a secret"
    }
    return nil
  }

  private static func isExample(_ secret: Substring) -> Bool {
    let plain = String(
      String.UnicodeScalarView(
        secret.lowercased().unicodeScalars.filter {
          ("a"..."z").contains($0) || ("0"..."9").contains($0)
        }))
    return exampleWholes.contains(plain) || (plain.hasPrefix("your") && plain.hasSuffix("here"))
      || exampleParts.contains { plain.contains($0) }
  }

  /// The password of a URL, empty when it has none; nil when the text is no URL (RFC 3986 §3.2.1).
  private static func passwordOfURL(_ text: String) -> Substring? {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return "" }
    let user = authority[..<at]
    guard let colon = user.firstIndex(of: ":") else { return "" }
    return user[user.index(after: colon)...]
  }
}
