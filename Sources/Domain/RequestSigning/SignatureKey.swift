internal import Settings

/// A secret that operators sign requests with, under the id by which signatures name it.
package struct SignatureKey: Sendable, Hashable {
  /// Bytes that the secret has.
  package static let secretCounts = 32...256
  /// Bytes that the id has at most.
  package static let idCountMax = 32

  /// 1 to 32 letters, digits, hyphens, underscores and dots.
  package let id: String
  let secret: [UInt8]

  /// The key of a text `ID:SECRET`; the secret is the bytes of its text, 32 to 256 visible ASCII
  /// characters without a comma, so that any tool for HMAC can take it as it stands.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isID(parts[0].utf8),
      Self.secretCounts.contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") })
    else { return nil }
    id = String(parts[0])
    secret = Array(parts[1].utf8)
  }

  /// Whether bytes may be an id.
  static func isID(_ bytes: some Collection<UInt8>) -> Bool {
    (1...idCountMax).contains(bytes.count)
      && bytes.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
      }
  }
}

extension SignatureKey: SettingValue {
  package static var settingType: String { "key" }
  package static var settingForm: String { "ID:SECRET with a secret of 32 to 256 characters" }

  package init?(settingText text: String) { self.init(text) }

  package var settingText: String { "\(id):\(String(decoding: secret, as: UTF8.self))" }
}

/// The secret shows itself nowhere, not even where a value is printed.
extension SignatureKey: CustomStringConvertible, CustomReflectable {
  package var description: String { "(the key \(id))" }

  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
