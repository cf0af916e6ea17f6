internal import Capabilities
package import Passwords
internal import Routing

/// Makes an account on the server itself, without mail: the command's way.
package struct CreateUser: Sendable {
  let register: RegisterUser
  let workshop: PasswordWorkshop

  /// Makes the account, its email taken as confirmed.
  ///
  /// - Throws: `Problem` when the email is taken, what the stores throw.
  package func callAsFunction(
    email: EmailAddress, username: String?, password: Password, role: UserRole
  ) async throws -> User {
    let ground = register.ground
    let account = MailedTokenStore.Pending(
      email: email.text, username: username ?? Username.from(email),
      hash: try await workshop.hash(password), plan: ground.subscriptions.standardPlan)
    return try await register.make(
      email, account, role: role, verifiedAt: ground.now(), from: .command)
  }
}
