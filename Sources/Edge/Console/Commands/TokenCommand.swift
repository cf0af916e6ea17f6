internal import AccessTokens
internal import Accounts
internal import Capabilities
internal import Gateway
internal import JSON
internal import Routing
internal import Settings

/// `floe token create|list EMAIL` and `floe token revoke ID`.
struct TokenCommand: Command {
  /// What can be done.
  private enum Action: String, CaseIterable {
    case create, list, revoke
  }

  let name = "token"
  let summary = "Makes, lists and revokes tokens of the interface."
  let operand: Operand? = Operand("ACTION", "create, list or revoke.")
  let furtherOperands = [
    Operand("EMAIL or ID", "Whose tokens; for revoke, the token's id.", isRequired: false)
  ]
  let options = [
    CommandOption("--name", value: "NAME", "For create: what the token is called."),
    CommandOption(
      "--permissions", value: "LIST", "For create: permissions with commas between them."),
    CommandOption("--expires-at", value: "MOMENT", "For create: when it ends, as RFC 3339 has it."),
  ]
  let examples = [
    Example(
      "floe token create ada@example.com --permissions READ_CDN,UPLOAD_FILES",
      "Makes a token and prints it, this once."),
    Example("floe token list ada@example.com", "Shows a user's tokens, without their secrets."),
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    guard let action = Action(rawValue: invocation.operand) else {
      let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw .misused("floe token does one of these: \(actions)")
    }
    if action != .create {
      for option in ["--name", "--permissions", "--expires-at"] where invocation.has(option) {
        throw .misused("\(option) is for floe token create")
      }
    }
    let settings = try invocation.settings().settings
    switch action {
    case .create: try await create(invocation, settings)
    case .list: try await list(invocation, settings)
    case .revoke: try await revoke(invocation, settings)
    }
  }

  private func create(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let email = try email(invocation)
    guard let permissions = invocation.option("--permissions") else {
      throw .misused("floe token create needs --permissions, such as READ_CDN,UPLOAD_FILES")
    }
    var members: [JSONValue.Member] = [
      .init("name", .string(invocation.option("--name") ?? "made by floe token create")),
      .init("permissions", .array(permissions.split(separator: ",").map { .string(String($0)) })),
    ]
    if let end = invocation.option("--expires-at") {
      members.append(.init("expiresAt", .string(end)))
    }
    let terms = JSONValue.object(members)
    let made = try await desk(invocation, settings) { desk in
      try await desk.create(for: Self.known(email, desk), terms)
    }
    try invocation.terminal.print("\(made.secret.text)\n")
    invocation.terminal.complain("floe: token \(made.id); its text is not shown again")
  }

  private func list(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let email = try email(invocation)
    let tokens = try await desk(invocation, settings) { desk in
      try await desk.list(of: Self.known(email, desk))
    }
    try invocation.terminal.print(
      tokens.map { token in
        let end = token.terms.expiresAt.map { Timestamp(seconds: $0).text } ?? "no end"
        return "\(token.id)  \(token.prefix)…\(token.lastFour)  \(end)  "
          + "\(token.terms.permissions.names.joined(separator: ","))  \(token.terms.name)\n"
      }.joined())
  }

  private func revoke(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    guard let id = invocation.furtherOperand else {
      throw .misused("floe token revoke needs the ID of a token")
    }
    let isRevoked = try await desk(invocation, settings) { try await $0.revoke(id) }
    guard isRevoked else {
      throw .failed("there is no token \(CommandLineReader.shown(id)), or it was revoked before")
    }
    try invocation.terminal.print("revoked \(id)\n")
  }

  private func email(_ invocation: Invocation) throws(CommandFailure) -> EmailAddress {
    guard let text = invocation.furtherOperand else {
      throw .misused("floe token \(invocation.operand) needs an EMAIL")
    }
    guard let email = EmailAddress(text) else {
      throw .misused("\(CommandLineReader.shown(text)) is no email address in ASCII")
    }
    return email
  }

  private static func known(_ email: EmailAddress, _ desk: TokensDesk) async throws -> User {
    guard let user = try await desk.user(email) else {
      throw CommandFailure.failed("nobody has an account under \(email.text)")
    }
    return user
  }

  private func desk<Value: Sendable>(
    _ invocation: Invocation, _ settings: GatewaySettings,
    _ body: (TokensDesk) async throws -> Value
  ) async throws(CommandFailure) -> Value {
    do {
      return try await TokensDesk.with(settings, untold: invocation.complainOfUntoldEdges, body)
    } catch let failure as CommandFailure {
      throw failure
    } catch let invalid as InvalidFields {
      throw CommandFailure(
        status: .misused, sentences: invalid.faults.map { "\($0.pointer): \($0.detail)" })
    } catch let problem as Problem {
      throw .failed(problem.detail ?? problem.type.title)
    } catch {
      throw .failed("\(error)")
    }
  }
}
