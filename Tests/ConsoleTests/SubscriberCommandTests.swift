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

  @Test func `addresses are listed, banned and let in again`() async throws {
    let fixture = await prepared()
    let denied = await fixture.run(
      "addresses", "deny", "192.0.2.0/24", "--reason", "scraping", "--expires-at",
      "2300-01-01T00:00:00Z")
    #expect(denied.output.hasPrefix("deny 192.0.2.0/24 adr_"), "\(denied.errors)")
    let allowed = await fixture.run("addresses", "allow", "192.0.2.0/24")
    #expect(allowed.status == .succeeded)
    let banned = await fixture.run("addresses", "ban", "2001:db8::9", "--for", "6h")
    #expect(banned.output.hasPrefix("banned 2001:db8:0:0:0:0:0:0/64 until "))
    let list = await fixture.run("addresses", "list").output
    #expect(list.contains("allow  192.0.2.0/24  no end  adr_"))
    #expect(!list.contains("deny"), "one block is in one list")
    #expect(list.contains("ban  2001:db8:0:0:0:0:0:0/64  until "))
    #expect(await fixture.run("addresses", "unban", "2001:db8::1").status == .succeeded)
    #expect(await fixture.run("addresses", "unban", "2001:db8::1").status == .failed)
    #expect(
      await fixture.run("addresses", "remove", "192.0.2.0/24").output
        == "removed allow 192.0.2.0/24\n")
    #expect(await fixture.run("addresses", "list").output == "")
    let audit = await fixture.run("audit", "verify")
    #expect(audit.status == .succeeded, "\(audit.errors)")
  }

  @Test(arguments: [
    (["addresses", "fly"], "does one of these"), (["addresses", "deny"], "needs an ADDRESS"),
    (["addresses", "deny", "192.0.2.1/24"], "no address and no block"),
    (["addresses", "ban", "::1"], "no address that can be banned"),
    (["addresses", "ban", "192.0.2.1", "--for", "0s"], "--for wants a duration"),
    (["addresses", "list", "--for", "1h"], "--for is not for floe addresses list"),
    (["addresses", "deny", "192.0.2.1", "--expires-at", "soon"], "--expires-at wants a moment"),
    (["addresses", "deny", "192.0.2.1", "--reason", "a\nb"], "--reason wants"),
  ])
  func `what is wrong with a command about addresses is said`(
    words: [String], sentence: String
  ) async throws {
    let fixture = await prepared()
    let run = await fixture.run(words)
    #expect(run.status == .misused)
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }
}
