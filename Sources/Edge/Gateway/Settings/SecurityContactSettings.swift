internal import Capabilities
package import Settings

/// What `/.well-known/security.txt` says (RFC 9116).
package struct SecurityContactSettings: SettingsSection {
  package static let section = "security_txt"

  /// Where to report what, until when the text holds, and in which languages.
  package var contacts: [String]
  package var expires: String?
  package var canonical: [String]
  package var policy: String?
  package var encryption: String?
  package var languages: [String]

  package init(reading reader: inout SettingsReader) {
    contacts = reader.value(
      "contacts", default: [String](),
      "Where to report a weakness, the preferred first; without any there is no security.txt.",
      form: "a list of addresses that begin with https:, mailto: or tel:"
    ) { $0.allSatisfy { Self.isAddress($0, of: ["https://", "mailto:", "tel:"]) } }
    expires = reader.value(
      "expires", default: String?.none,
      "Until when that holds; without it, half a year from the beginning of the day.",
      form: "a time such as 2030-12-31T00:00:00Z"
    ) { $0.map { Timestamp($0) != nil } ?? true }
    canonical = reader.value(
      "canonical", default: [String](), "Where the text lies, as clients see it.",
      form: "a list of addresses that begin with https:"
    ) { $0.allSatisfy { Self.isAddress($0, of: ["https://"]) } }
    policy = reader.value(
      "policy", default: String?.none, "The page that says how reports are treated.",
      form: "an address that begins with https:"
    ) { $0.map { Self.isAddress($0, of: ["https://"]) } ?? true }
    encryption = reader.value(
      "encryption", default: String?.none, "The key that reports may be encrypted with.",
      form: "an address that begins with https:, dns: or openpgp4fpr:"
    ) { $0.map { Self.isAddress($0, of: ["https://", "dns:", "openpgp4fpr:"]) } ?? true }
    languages = reader.value(
      "languages", default: [String](), "The languages that are read there, such as en.",
      form: "a list of language tags"
    ) { languages in
      languages.allSatisfy { tag in
        (2...35).contains(tag.utf8.count)
          && tag.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
              || $0 == UInt8(ascii: "-")
          }
      }
    }
  }

  /// An address on one line.
  private static func isAddress(_ text: String, of schemes: [String]) -> Bool {
    text.utf8.count <= 512 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      && schemes.contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
  }
}
