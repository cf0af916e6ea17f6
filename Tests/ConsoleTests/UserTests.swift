import TestSupport
import Testing

@testable import Console

@Suite struct UserTests {
  private let fixture: ConsoleFixture = {
    var fixture = ConsoleFixture()
    fixture.variables = ["FLOE_ENVIRONMENT": "test"]
    return fixture
  }()

  private func user(_ words: String..., input: String = "") async -> ConsoleFixture.Outcome {
    await fixture.run(
      ["user"] + words + ["--data-directory", fixture.directory("data")], input: Array(input.utf8))
  }

  @Test func `an administrator is made, listed, closed, opened and made a user again`() async {
    let made = await user(
      "create", "--admin", "--password-stdin", "Ada@Example.com", input: "correct horse\nrest")
    #expect(made.status == .succeeded, "\(made.errors)")
    #expect(made.output.hasPrefix("administrator Ada@example.com usr_"))
    let again = await user(
      "create", "--password-stdin", "ada@example.com", input: "correct horse\n")
    #expect(again.status == .failed && again.errors.contains("has an account already"))
    let second = await user(
      "create", "--password-stdin", "--username", "eve-1", "eve@example.com",
      input: "correct horse\r\n")
    #expect(second.output.hasPrefix("user eve@example.com"))
    let list = await user("list")
    #expect(list.output.split(separator: "\n").count == 2)
    #expect(list.output.contains("administrator  active  Ada@example.com  Ada"))
    #expect(list.output.contains("user  active  eve@example.com  eve-1"))
    #expect(await user("disable", "ada@example.com").output.hasSuffix("disabled\n"))
    #expect(await user("enable", "ada@example.com").output.hasSuffix("active\n"))
    #expect(await user("demote", "ada@example.com").output.hasPrefix("user "))
    #expect(await user("promote", "eve@example.com").output.hasPrefix("administrator "))
    #expect(await user("disable", "nobody@example.com").status == .failed)
  }

  @Test(arguments: [
    ["create"], ["create", "nobody"], ["create", "a@example.com", "--username", "!"],
    ["create", "a@example.com"], ["list", "--admin"], ["remove", "a@example.com"], ["disable"],
  ])
  func `what makes no sense is misuse, and nothing is made`(words: [String]) async {
    let outcome = await fixture.run(
      ["user"] + words + ["--data-directory", fixture.directory("data")])
    #expect(outcome.status == .misused, "\(outcome.errors)")
    #expect(ConsoleFixture.names(in: fixture.directory("data")) == [])
  }

  @Test(arguments: ["short", "", String(repeating: "x", count: 73), "nul\u{0}in the middle"])
  func `a password that is none is refused and not shown`(password: String) async {
    let outcome = await user(
      "create", "--password-stdin", "ada@example.com", input: password + "\n")
    #expect(outcome.status == .failed)
    #expect(password.isEmpty || !outcome.errors.contains(password))
  }
}
