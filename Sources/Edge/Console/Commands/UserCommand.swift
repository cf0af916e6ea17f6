internal import Accounts
internal import Gateway
internal import Passwords
internal import Settings
internal import Telemetry

/// `floe user create|list|disable|enable|promote|demote [EMAIL]`.
struct UserCommand: Command {
  /// What can be done.
  private enum Action: String, CaseIterable {
    case create, list, disable, enable, promote, demote
  }

  let name = "user"
  let summary = "Makes, lists, closes and opens accounts, and says who administers."
  let operand: Operand? = Operand(
    "ACTION",
    "create, list, disable (ends all sessions too), enable, promote (to administrator) or demote.")
  let furtherOperands = [
    Operand("EMAIL", "Whose account; for all but list.", isRequired: false)
  ]
  let options = [
    CommandOption("--admin", "For create: the user is an administrator."),
    CommandOption("--username", value: "NAME", "For create: what the user is shown by."),
    CommandOption(
      "--password-stdin", "For create: the password is the first line of the standard input."),
  ]
  let examples = [
    Example(
      "floe user create --admin ada@example.com", "Makes an administrator; asks the password."),
    Example("floe user disable eve@example.com", "Closes an account and ends its sessions."),
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  /// Users that a list shows.
  private static let listedMax = 1000

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    guard let action = Action(rawValue: invocation.operand) else {
      let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw .misused("floe user does one of these: \(actions)")
    }
    if action != .create {
      for option in ["--admin", "--username", "--password-stdin"] where invocation.has(option) {
        throw .misused("\(option) is for floe user create")
      }
    }
    let settings = try invocation.settings().settings
    switch action {
    case .list: try await list(invocation, settings)
    case .create: try await create(invocation, settings)
    case .disable, .enable, .promote, .demote: try await change(action, invocation, settings)
    }
  }

  private func create(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let email = try email(invocation)
    let username = invocation.option("--username")
    if let username, let fault = Username.fault(of: username) {
      throw .misused("--username: \(fault)")
    }
    let password = try PasswordPrompt(invocation.terminal).password(
      isPiped: invocation.has("--password-stdin"))
    let role: UserRole = invocation.has("--admin") ? .administrator : .user
    let user = try await desk(invocation, settings) { desk in
      try await desk.create(email, username: username, password: password, role: role)
    }
    try invocation.terminal.print("\(user.role.rawValue) \(user.email) \(user.id)\n")
  }

  private func list(
    _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let users = try await desk(invocation, settings) {
      try await $0.list(limit: Self.listedMax, offset: 0)
    }
    let lines = users.map { user in
      "\(user.id)  \(user.role.rawValue)  \(user.isActive ? "active" : "disabled")  "
        + "\(user.email)  \(user.username)\n"
    }
    try invocation.terminal.print(lines.joined())
    if users.count == Self.listedMax {
      invocation.terminal.complain("floe: only the first \(Self.listedMax) users are listed")
    }
  }

  private func change(
    _ action: Action, _ invocation: Invocation, _ settings: GatewaySettings
  ) async throws(CommandFailure) {
    let email = try email(invocation)
    let user = try await desk(invocation, settings) { desk -> User? in
      switch action {
      case .disable: return try await desk.setActive(email, false)
      case .enable: return try await desk.setActive(email, true)
      case .promote: return try await desk.setRole(email, .administrator)
      case .demote: return try await desk.setRole(email, .user)
      case .create, .list: return nil
      }
    }
    guard let user else { throw .failed("nobody has an account under \(email.text)") }
    try invocation.terminal.print(
      "\(user.role.rawValue) \(user.email) \(user.isActive ? "active" : "disabled")\n")
  }

  private func email(_ invocation: Invocation) throws(CommandFailure) -> EmailAddress {
    guard let text = invocation.furtherOperand else {
      throw .misused("floe user \(invocation.operand) needs an EMAIL")
    }
    guard let email = EmailAddress(text) else {
      throw .misused("\(CommandLineReader.shown(text)) is no email address in ASCII")
    }
    return email
  }

  private func desk<Value: Sendable>(
    _ invocation: Invocation, _ settings: GatewaySettings,
    _ body: (AccountsDesk) async throws -> Value
  ) async throws(CommandFailure) -> Value {
    do {
      let logger = Logger(label: "floe.user", handler: SilentLogHandler())
      return try await AccountsDesk.with(
        settings, logger: logger, untold: invocation.complainOfUntoldEdges, body)
    } catch is AccountsDesk.EmailTaken {
      throw .failed("the email has an account already")
    } catch {
      throw .failed("\(error)")
    }
  }
}
