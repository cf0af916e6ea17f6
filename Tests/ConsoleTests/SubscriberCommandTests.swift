import TestSupport
import Testing

@testable import Console

/// What operators do to tokens and the audit log, beside a running edge or without one.
@Suite struct SubscriberCommandTests {
  private func prepared() async -> ConsoleFixture {
    var fixture = ConsoleFixture()
    fixture.variables = [
      "FLOE_ENVIRONMENT": "test", "FLOE_DATA_DIRECTORY": fixture.directory("data"),
    ]
    let made = await fixture.run(
      ["user", "create", "--admin", "ada@example.com", "--password-stdin"],
      input: Array("correct horse\n".utf8))
    #expect(made.status == .succeeded, "\(made.errors)")
    return fixture
  }

  @Test func `a token is made, listed without its secret, and revoked`() async throws {
    let fixture = await prepared()
    let made = await fixture.run(
      "token", "create", "ada@example.com", "--permissions", "ADMIN,READ_CDN", "--name", "ops")
    #expect(made.status == .succeeded, "\(made.errors)")
    let secret = made.output.split(separator: "\n").first.map(String.init) ?? ""
    #expect(secret.hasPrefix("wcdn_") && secret.utf8.count == 41)
    let list = await fixture.run("token", "list", "ada@example.com")
    #expect(list.output.contains("READ_CDN,ADMIN  ops"))
    #expect(!list.output.contains(secret))
    let id = list.output.split(separator: " ").first.map(String.init) ?? ""
    let revoked = await fixture.run("token", "revoke", id)
    #expect(revoked.output == "revoked \(id)\n")
    let again = await fixture.run("token", "revoke", id)
    #expect(again.status == .failed)
    let none = await fixture.run("token", "list", "ada@example.com")
    #expect(none.output == "")
    let audit = await fixture.run("audit", "verify")
    #expect(audit.status == .succeeded, "\(audit.errors)")
    let head = audit.output.split(separator: " ").last?.dropLast() ?? ""
    let expected = await fixture.run("audit", "verify", "--expect", String(head))
    #expect(expected.status == .succeeded)
    let ahead = await fixture.run("audit", "verify", "--expect", "9\(head)")
    #expect(ahead.status == .failed)
    #expect(ahead.errors.contains("were removed from the end"))
  }

  @Test(
    arguments: [
      (
        ["token", "create", "eve@example.com", "--permissions", "READ_CDN"], "nobody has an account"
      ),
      (["token", "create", "ada@example.com"], "needs --permissions"),
      (["token", "create", "ada@example.com", "--permissions", "FLY"], "/permissions/0"),
      (
        [
          "token", "create", "ada@example.com", "--permissions", "READ_CDN", "--expires-at",
          "2024-12-31T23:59:59Z",
        ], "/expiresAt: This is past."
      ),
      (["token", "list", "ada@example.com", "--name", "x"], "--name is for floe token create"),
      (["token", "steal", "ada@example.com"], "does one of these: create, list, revoke"),
      (["token", "revoke"], "needs the ID"), (["audit", "forge"], "floe audit does one thing"),
      (["audit", "verify", "--expect", "x"], "is no head of an audit log"),
    ] as [([String], String)])
  func `what makes no sense is said in a sentence`(words: [String], sentence: String) async {
    let fixture = await prepared()
    let outcome = await fixture.run(words)
    #expect(outcome.status != .succeeded)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
  }
}
