/// What a connection says first: the version, who it is, what it is called, and which database it uses.
package struct RESPHandshake: Sendable {
  private let username: String?
  private let password: String?
  private let clientName: String
  private let database: Int

  /// A handshake; a password without a name is the default user's.
  package init(
    username: String? = nil, password: String? = nil, clientName: String, database: Int = 0
  ) {
    self.username = username
    self.password = password
    self.clientName = clientName
    self.database = database
  }

  /// The commands, each of which must succeed.
  var commands: [RESPCommand] {
    var hello = ["HELLO", "3"]
    if let password { hello += ["AUTH", username ?? "default", password] }
    hello += ["SETNAME", clientName]
    var commands = [RESPCommand(hello.map { Array($0.utf8) })]
    if database != 0 { commands.append(RESPCommand("SELECT", String(database))) }
    return commands
  }

  /// A server's refusal without what it repeats of us: servers before version 6 answer a HELLO that
  /// they do not know with its arguments, the password among them.
  func redacted(_ refusal: String) -> String {
    guard let password, !password.isEmpty, refusal.contains(password) else { return refusal }
    return String(refusal.prefix { $0 != " " })
  }
}
