internal import Audit
internal import Gateway
internal import Settings

/// `floe audit verify`.
struct AuditCommand: Command {
  let name = "audit"
  let summary = "Goes through the audit log and says where it was tampered with."
  let operand: Operand? = Operand("ACTION", "verify.")
  let options = [
    CommandOption(
      "--expect", value: "HEAD",
      "A head that an earlier run printed: what it counted must still be there.")
  ]
  let examples = [
    Example("floe audit verify", "Checks every entry, and prints the head to be kept elsewhere.")
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    guard invocation.operand == "verify" else {
      throw .misused("floe audit does one thing: verify")
    }
    var expected: AuditHead?
    if let text = invocation.option("--expect") {
      guard let head = AuditHead(text) else {
        throw .misused("--expect: \(CommandLineReader.shown(text)) is no head of an audit log")
      }
      expected = head
    }
    let settings = try invocation.settings().settings
    let found: AuditVerification
    do {
      found = try await Edge.withDatabase(settings) { database in
        try await AuditVerification.run(on: database, expecting: expected)
      }
    } catch {
      throw .failed("\(error)")
    }
    if let firstBreak = found.firstBreak {
      throw .failed(
        "the audit log does not hold: \(firstBreak); \(found.verifiedCount) entries before it do")
    }
    try invocation.terminal.print(
      "\(found.verifiedCount) entries are as they were written; the head is \(found.head.text)\n")
  }
}
