import RequestSigning
import Routing
import Settings
import Testing

@testable import Gateway

/// What a host says of itself, and the settings that it says it from.
@Suite struct SiteTests {
  private func contact(
    _ variables: [String: String]
  ) throws(SettingsFailure) -> SecurityContactSettings {
    try SettingsSources(environment: variables).load(SecurityContactSettings.self).settings
  }

  @Test func `security.txt holds for half a year unless the settings say until when`() throws {
    let contact = try contact(["FLOE_SECURITY_TXT_CONTACTS": "mailto:security@example.com"])
    #expect(
      SiteRoutes.text(of: contact, at: 1_800_000_000)
        == "Contact: mailto:security@example.com\nExpires: 2027-07-16T00:00:00Z\n")
  }

  @Test func `it says everything that is known`() throws {
    let contact = try contact([
      "FLOE_SECURITY_TXT_CONTACTS": "https://example.com/report, mailto:security@example.com",
      "FLOE_SECURITY_TXT_EXPIRES": "2030-01-01T00:00:00Z",
      "FLOE_SECURITY_TXT_CANONICAL": "https://cdn.example.com/.well-known/security.txt",
      "FLOE_SECURITY_TXT_POLICY": "https://example.com/policy",
      "FLOE_SECURITY_TXT_ENCRYPTION": "openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
      "FLOE_SECURITY_TXT_LANGUAGES": "en, de",
    ])
    #expect(
      SiteRoutes.text(of: contact, at: 1_800_000_000) == """
        Contact: https://example.com/report
        Contact: mailto:security@example.com
        Expires: 2030-01-01T00:00:00Z
        Encryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f
        Preferred-Languages: en, de
        Canonical: https://cdn.example.com/.well-known/security.txt
        Policy: https://example.com/policy

        """)
  }

  @Test(arguments: [
    ("CONTACTS", "security@example.com"), ("CONTACTS", "http://example.com"),
    ("CONTACTS", "mailto:"), ("CONTACTS", "mailto:a@b c"), ("EXPIRES", "tomorrow"),
    ("CANONICAL", "http://example.com/.well-known/security.txt"), ("POLICY", "ftp://example.com"),
    ("LANGUAGES", "e"), ("LANGUAGES", "en us"), ("ENCRYPTION", "pgp"),
  ])
  func `what RFC 9116 does not know is refused`(name: String, value: String) {
    #expect(throws: SettingsFailure.self) {
      try contact(["FLOE_SECURITY_TXT_\(name)": value])
    }
  }

  @Test func `without a contact there is no security.txt`() throws {
    let settings = try SettingsSources().load(GatewaySettings.self).settings
    let site = SiteRoutes(contact: settings.securityContact, robots: settings.robots)
    #expect(!site.routes.contains { $0.template.text == "/.well-known/security.txt" })
    #expect(site.routes.contains { $0.template.text == "/robots.txt" })
  }

  @Test(arguments: [
    ("2027-01-15T00:00:00Z", "is over"), ("2029-01-15T00:00:00Z", "more than a year"),
    ("2027-06-15T00:00:00Z", nil),
  ])
  func `an end that no reader accepts is told of`(expires: String, words: String?) throws {
    let contact = try contact([
      "FLOE_SECURITY_TXT_CONTACTS": "mailto:security@example.com",
      "FLOE_SECURITY_TXT_EXPIRES": expires,
    ])
    let robots = try SettingsSources().load(RobotsSettings.self).settings
    let advice = SiteRoutes(contact: contact, robots: robots).advice(at: 1_800_000_000)
    #expect((advice == nil) == (words == nil))
    #expect(advice?.contains(words ?? "") ?? true)
  }

  @Test func `crawlers may read what pages embed, and nothing of the interface`() {
    let lines = SiteRoutes.text(of: .content).split(separator: "\n")
    #expect(lines.contains("Disallow: /api/") && lines.contains("Disallow: /users/"))
    #expect(!lines.contains { $0.hasPrefix("Disallow: /cdn") || $0 == "Disallow: /" })
    #expect(SiteRoutes.text(of: .nothing).hasSuffix("Disallow: /\n"))
    #expect(SiteRoutes.text(of: .everything).hasSuffix("Disallow:\n"))
  }

  @Test(arguments: [
    "https://app.example", "http://localhost:3000", "https://a-b.example:8443", "http://[::1]:3000",
    "https://127.0.0.1:8080", "http://[fe80::1]",
  ])
  func `an origin is what a browser sends`(text: String) {
    #expect(WebOrigin(settingText: text)?.settingText == text)
  }

  @Test(arguments: [
    "", "*", "null", "app.example", "https://", "https://app.example/", "https://App.example",
    "https://app.example:443", "http://app.example:80", "https://*.example", "ftp://app.example",
    "https://user@app.example", "https://app.example:0", "https://app.example:070",
    "https://app.example:65536", "https://app..example", "https://app.example?x", "http://[::1",
  ])
  func `what no browser sends is no origin`(text: String) {
    #expect(WebOrigin(settingText: text) == nil)
  }

  @Test func `in production signatures are wanted as soon as there is a key`() throws {
    func isRequired(_ variables: [String: String]) throws -> Bool {
      try SettingsSources(environment: variables, presets: EnvironmentPresets.all).load(
        GatewaySettings.self, validations: GatewaySettings.validations
      ).settings.signing.isRequired
    }
    let key = "ops:kD83jf0Qm2LxPz6vTn19RwYb47HsUcEa"
    for environment in ["production", "staging"] {
      #expect(try !isRequired(["FLOE_ENVIRONMENT": environment]))
      #expect(try isRequired(["FLOE_ENVIRONMENT": environment, "FLOE_SIGNING_KEYS": key]))
    }
    #expect(try !isRequired(["FLOE_ENVIRONMENT": "development", "FLOE_SIGNING_KEYS": key]))
    #expect(throws: SettingsFailure.self) { try isRequired(["FLOE_SIGNING_REQUIRED": "always"]) }
  }
}
