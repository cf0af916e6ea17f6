import TestSupport
import Testing

@testable import Console

/// `floe alerts test`: what it says of each receiver.
@Suite struct AlertsTests {
  private func fixture(_ variables: [String: String]) -> ConsoleFixture {
    var fixture = ConsoleFixture()
    fixture.variables = ["FLOE_ENVIRONMENT": "test", "FLOE_ALERTS_PLAIN_ALLOWED": "true"]
    fixture.variables.merge(variables) { _, own in own }
    return fixture
  }

  @Test func `every receiver that is set gets a test, and what came back is printed`() async {
    let (slack, discord) = (RequestRecorder(), RequestRecorder([204]))
    let outcome = await fixture([
      "FLOE_ALERTS_SLACK_URL": slack.url, "FLOE_ALERTS_DISCORD_URL": discord.url,
    ]).run("alerts", "test")
    #expect(outcome.status == .succeeded, "\(outcome.errors)")
    #expect(outcome.output.contains("slack: taken, it answered 200: ok\n"))
    #expect(outcome.output.contains("discord: taken, it answered 204"))
    #expect(slack.requests.first?.text.contains("this is a test, and nothing is wrong") == true)
    slack.stop()
    discord.stop()
  }

  @Test
  func `a receiver that does not take it ends the command with failure, and no address is told`()
    async
  {
    let receiver = RequestRecorder([404])
    let outcome = await fixture(["FLOE_ALERTS_SLACK_URL": receiver.url]).run("alerts", "test")
    #expect(outcome.status == .failed)
    #expect(outcome.output.contains("slack: not taken, it answered 404"))
    #expect(outcome.errors.contains("1 of 1 receivers did not take the alert"))
    #expect(!(outcome.output + outcome.errors).contains("t0ken"))
    receiver.stop()
  }

  @Test func `without a receiver it says where to set one`() async {
    let outcome = await fixture([:]).run("alerts", "test")
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains("no receiver is set"))
  }

  @Test func `an address on this machine needs a word of the operator`() async {
    let outcome = await fixture([
      "FLOE_ALERTS_PLAIN_ALLOWED": "false",
      "FLOE_ALERTS_SLACK_URL": "https://127.0.0.1/hook/t0ken-0f-the-receiver",
    ]).run("alerts", "test")
    #expect(outcome.status != .succeeded)
    #expect(outcome.errors.contains("alerts.plain_allowed"))
    #expect(!outcome.errors.contains("t0ken"))
  }
}
