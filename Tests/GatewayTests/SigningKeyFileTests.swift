import Accounts
import Glibc
import Settings
import TestSupport
import Testing

@testable import Gateway

@Suite struct SigningKeyFileTests {
  private func settings() throws -> SigningSettings {
    try SettingsSources().load(SigningSettings.self).settings
  }

  @Test func `a key is made once, for its owner alone, and found again`() throws {
    let directory = TemporaryDirectory("keys")
    var settings = try settings()
    #expect(try SigningKeyFile.keys(settings, dataDirectory: directory("data")) == nil)
    settings.keysAreGenerated = true
    #expect(try SigningKeyFile.keys(settings, dataDirectory: directory("data")) != nil)
    let path = directory("data") + "/signing-keys"
    var facts = stat()
    #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    let first = try SigningKeyFile.keys(settings, dataDirectory: directory("data"))
    let second = try SigningKeyFile.keys(settings, dataDirectory: directory("data"))
    let tokens = [first, second].map { keys in
      SignedTokens(keys: keys!, issuer: "floe", audience: "floe", lifetime: 900)
    }
    let text = tokens[0].make(userID: "u", sessionID: "s", at: 1, notAfter: 900).text
    #expect(try tokens[1].verify(text, at: 1).userID == "u")
  }

  @Test func `keys of the settings come before those of the file, and comments are none`() throws {
    let directory = TemporaryDirectory("keys")
    let secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"
    directory.write("keys", Array("# old keys\n\nold:\(secret)\n".utf8))
    var settings = try settings()
    settings.keysFile = directory("keys")
    settings.keys = ["new:\(secret)"]
    #expect(try SigningKeyFile.keys(settings, dataDirectory: directory("data")) != nil)
    settings.keys = ["old:\(secret)"]
    #expect(throws: SigningKeysFault.repeated("old")) {
      try SigningKeyFile.keys(settings, dataDirectory: directory("data"))
    }
    settings.keysFile = directory("nowhere")
    #expect(throws: KeptSecret.Failure.self) {
      try SigningKeyFile.keys(settings, dataDirectory: directory("data"))
    }
  }

  @Test(arguments: [
    ("production", "accounts.cookie_secure", "false"), ("staging", "accounts.cookie_secure", "off"),
    ("production", "accounts.failures_free", "10"), ("production", "mail.transport", "smtp"),
    ("production", "accounts.session_idle_time", "31d"), ("test", "accounts.reset_time", "0"),
  ])
  func `settings that do not fit together stop the start`(
    environment: String, key: String, value: String
  ) {
    let name = "FLOE_" + key.uppercased().replacing(".", with: "_")
    let sources = SettingsSources(
      environment: ["FLOE_ENVIRONMENT": environment, name: value], presets: EnvironmentPresets.all)
    #expect(throws: SettingsFailure.self) {
      try sources.load(GatewaySettings.self, validations: GatewaySettings.validations)
    }
  }
}
