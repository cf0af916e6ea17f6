internal import Persistence

/// Finds users for commands.
package struct FindUser: Sendable {
  private let ground: AccountsGround
  private let users = UserStore()

  init(ground: AccountsGround) { self.ground = ground }

  /// The user of an email; nil when there is none.
  package func callAsFunction(_ email: EmailAddress) async throws -> User? {
    try await users.known(byEmail: email.key, in: ground.database)?.user
  }
}
