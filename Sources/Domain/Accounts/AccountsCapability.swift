package import Capabilities
internal import JSON
package import Persistence
package import Routing
internal import Settings

/// Accounts: who somebody is, by password, session or signed token.
///
/// Read first: `Routes/AccountRoutes.swift` and `Routes/SessionRoutes.swift` are what is answered,
/// `Sessions/SignIn.swift` and `Users/RegisterUser.swift` how. Plans are somebody else's: they come
/// in through the ports of `Standing/`.
package struct AccountsCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = AccountsSettings

  package static let name = "accounts"
  package static let problems = AccountsProblems.all
  package static let migrations = AccountsMigrations.all

  /// Knows what sessions allow, and signed tokens where there are keys.
  package let sessionCredentials: SessionCredentials
  package let signedTokenCredentials: SignedTokenCredentials?
  /// What the command does.
  package let createUser: CreateUser
  package let administer: AdministerUsers
  package let findUser: FindUser
  /// What users may do now, for who keeps credentials of its own.
  package let currentStanding: CurrentStanding
  /// What is dropped from time to time.
  package let sweep: SweepAccounts
  /// The cookies of sessions.
  package let cookies: SessionCookies
  /// What metrics read.
  package let tally: AccountsTally
  package let passwords: PasswordWorkshop

  private let open: AccountRoutes
  private let signedIn: SessionRoutes

  /// The capability.
  ///
  /// - Parameter parts: what other capabilities add to a user's dashboard.
  package init(
    settings: AccountsSettings, ground: AccountsGround, parts: [any DashboardPart] = []
  ) {
    let tally = AccountsTally()
    let parts = AccountParts(settings, ground, tally: tally, dashboard: parts)
    self.tally = tally
    passwords = parts.workshop
    cookies = parts.cookies
    sessionCredentials = SessionCredentials(ground: ground, grants: parts.grants)
    signedTokenCredentials = parts.tokens.map {
      SignedTokenCredentials(ground: ground, tokens: $0, grants: parts.grants)
    }
    createUser = CreateUser(register: parts.register, workshop: parts.workshop)
    administer = AdministerUsers(ground: ground)
    findUser = FindUser(ground: ground)
    currentStanding = CurrentStanding(ground: ground)
    sweep = SweepAccounts(ground: ground, idle: parts.idle)
    open = parts.open
    signedIn = parts.signedIn
  }

  package var routes: [Route] { open.all + signedIn.all }
}
