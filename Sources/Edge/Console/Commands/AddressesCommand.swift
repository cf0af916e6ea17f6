internal import Bytes
internal import AddressScreening
internal import Capabilities
internal import Gateway
internal import Routing
internal import Settings

/// `floe addresses list`, `allow`, `deny` and `remove BLOCK`, `ban` and `unban ADDRESS`.
struct AddressesCommand: Command {
  /// What can be done.
  private enum Action: String, CaseIterable {
    case list, allow, deny, remove, ban, unban

    /// The options that it takes.
    var options: Set<String> {
      switch self {
      case .allow, .deny: ["--reason", "--expires-at"]
      case .ban: ["--reason", "--for"]
      case .list, .remove, .unban: []
      }
    }
  }

  let name = "addresses"
  let summary =
    "Lists, allows, denies, bans and unbans addresses; a running edge sees it within two seconds."
  let operand: Operand? = Operand("ACTION", "list, allow, deny, remove, ban or unban.")
  let furtherOperands = [
    Operand(
      "ADDRESS", "An address, or a block such as 192.0.2.0/24; for remove, a rule's id too.",
      isRequired: false)
  ]
  let options = [
    CommandOption("--reason", value: "TEXT", "For allow, deny and ban: why."),
    CommandOption("--expires-at", value: "MOMENT", "For allow and deny: when it ends (RFC 3339)."),
    CommandOption("--for", value: "DURATION", "For ban: for how long; a day when not said."),
  ]
  let examples = [
    Example(
      "floe addresses deny 192.0.2.0/24 --reason scraping", "Refuses a block until it is removed."),
    Example(
      "floe addresses ban 2001:db8::1 --for 6h", "Shuts a network of 64 bits out for a while."),
    Example("floe addresses list", "Shows the rules of administrators and the bans that hold."),
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    guard let action = Action(rawValue: invocation.operand) else {
      let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw .misused("floe addresses does one of these: \(actions)")
    }
    for option in options where invocation.has(option.name) {
      guard action.options.contains(option.name) else {
        throw .misused("\(option.name) is not for floe addresses \(action.rawValue)")
      }
    }
    let settings = try invocation.settings().settings
    switch action {
    case .list: try await list(invocation, settings)
    case .allow: try await put(.allow, invocation, settings)
    case .deny: try await put(.deny, invocation, settings)
    case .remove: try await remove(invocation, settings)
    case .ban: try await ban(invocation, settings)
    case .unban: try await unban(invocation, settings)
    }
  }

  private func list(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let (rules, bans) = try await desk(settings) { try await $0.list() }
    var text = ""
    for rule in rules {
      let end = rule.expiresAt.map { "until \(Timestamp(seconds: $0).text)" } ?? "no end"
      text += "\(rule.list.rawValue)  \(rule.block.text)  \(end)  \(rule.id)  \(rule.reason)\n"
    }
    for ban in bans {
      text += "ban  \(ban.address)  until \(Timestamp(seconds: ban.until).text)  "
      text += "\(ban.reason.rawValue)\(ban.note.isEmpty ? "" : "  " + ban.note)\n"
    }
    try invocation.terminal.print(text)
  }

  private func put(
    _ list: AddressList, _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let text = try address(invocation)
    guard let block = AddressBlock(text) else {
      throw .misused(
        "\(CommandLineReader.shown(text)) is no address and no block such as 192.0.2.0/24")
    }
    var end: Int64?
    if let text = invocation.option("--expires-at") {
      guard let moment = Timestamp(text) else {
        throw .misused("--expires-at wants a moment such as 2030-12-31T23:59:59Z")
      }
      end = moment.seconds
    }
    let reason = try reason(invocation)
    let rule = try await desk(settings) {
      try await $0.list(block, in: list, reason: reason, expiresAt: end)
    }
    try invocation.terminal.print("\(rule.list.rawValue) \(rule.block.text) \(rule.id)\n")
  }

  private func remove(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let text = try address(invocation)
    let wanted = AddressBlock(text)?.text ?? text
    let removed = try await desk(settings) { try await $0.unlist(wanted) }
    guard let removed else {
      throw .failed("there is no rule \(CommandLineReader.shown(text))")
    }
    try invocation.terminal.print("removed \(removed.list.rawValue) \(removed.block.text)\n")
  }

  private func ban(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let text = try address(invocation)
    var duration = Duration.seconds(86_400)
    if let text = invocation.option("--for") {
      guard let given = Duration(settingText: text), given >= .seconds(1) else {
        throw .misused("--for wants a duration such as 90m or 6h")
      }
      duration = given
    }
    let reason = try reason(invocation)
    let seconds = duration.components.seconds
    let ban = try await desk(settings) {
      try await $0.ban(text, seconds: seconds, note: reason)
    }
    guard let ban else {
      throw .misused("\(CommandLineReader.shown(text)) is no address that can be banned")
    }
    try invocation.terminal.print(
      "banned \(ban.address) until \(Timestamp(seconds: ban.until).text)\n")
  }

  private func unban(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let text = try address(invocation)
    let wasBanned = try await desk(settings) { try await $0.unban(text) }
    guard let wasBanned else {
      throw .misused("\(CommandLineReader.shown(text)) is no address")
    }
    guard wasBanned else { throw .failed("\(CommandLineReader.shown(text)) is not banned") }
    try invocation.terminal.print("unbanned \(text)\n")
  }

  private func address(_ invocation: Invocation) throws(CommandFailure) -> String {
    guard let text = invocation.furtherOperand else {
      throw .misused("floe addresses \(invocation.operand) needs an ADDRESS")
    }
    return text
  }

  private func reason(_ invocation: Invocation) throws(CommandFailure) -> String {
    let reason = invocation.option("--reason") ?? "by floe addresses"
    guard (1...200).contains(reason.utf8.count),
      !reason.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .misused("--reason wants 1 to 200 bytes without control characters") }
    return reason
  }

  private func desk<Value: Sendable>(
    _ settings: GatewaySettings, _ body: (AddressesDesk) async throws -> Value
  ) async throws(CommandFailure) -> Value {
    do {
      return try await AddressesDesk.with(settings, body)
    } catch let problem as Problem {
      throw .failed(problem.detail ?? problem.type.title)
    } catch {
      throw .failed("\(error)")
    }
  }
}
