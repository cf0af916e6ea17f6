internal import Capabilities
internal import JSON
internal import Passwords
internal import Persistence
internal import Routing

/// Signs a user in by email and password.
///
/// Nothing in the answer or in its time tells whether an email has an account: limits know emails
/// alone, and where there is no hash another one of the same cost is computed.
struct SignIn: Sendable {
  let ground: AccountsGround
  let users = UserStore()
  let check: CheckPassword
  let begin: BeginSession
  let tally: AccountsTally

  func callAsFunction(
    _ email: EmailAddress, _ password: Password, from origin: RequestOrigin
  ) async throws -> SignedIn {
    let user = try await check(email.key, password, from: origin) {
      try await users.known(byEmail: email.key, in: ground.database)
    }
    let signedIn = try await begin(user, from: origin)
    tally.note(.signedIn)
    return signedIn
  }
}
