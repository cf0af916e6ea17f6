internal import Gateway
internal import Settings
internal import Telemetry

/// `floe alerts test`.
struct AlertsCommand: Command {
  let name = "alerts"
  let summary = "Sends a test alert to every receiver that is set, and prints what came back."
  let operand: Operand? = Operand("ACTION", "test.")
  let examples = [
    Example("floe alerts test", "Says of each receiver whether it took the alert.")
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    guard invocation.operand == "test" else {
      throw .misused("floe alerts does one thing: test")
    }
    let settings = try invocation.settings().settings
    let answers: [AlertsDesk.Answer]
    do {
      answers = try await AlertsDesk.test(
        settings, logger: Logger(label: "floe", handler: SilentLogHandler()))
    } catch {
      throw .failed("\(error)")
    }
    guard !answers.isEmpty else {
      throw .failed("no receiver is set: floe config lists alerts.…")
    }
    for answer in answers {
      let word = answer.isTaken ? "taken" : "not taken"
      try invocation.terminal.print("\(answer.sink): \(word), \(answer.words)\n")
    }
    let failedCount = answers.count { !$0.isTaken }
    guard failedCount == 0 else {
      throw .failed("\(failedCount) of \(answers.count) receivers did not take the alert")
    }
  }
}
