internal import AccessTokens
internal import Accounts
internal import Audit
internal import Capabilities
internal import Metering
internal import Persistence

/// What is stored of those who pay, before anything is built on it.
struct SubscriberRecords: Sendable {
  let database: any Database
  /// The one trail of this edge, so that its entries do not compete.
  let audit: DatabaseAuditTrail
  let tokens: AccessTokenStore

  /// - Parameter database: may be opened later.
  init(_ settings: GatewaySettings, database: any Database) {
    self.database = database
    audit = DatabaseAuditTrail(database, waitersMax: settings.audit.waitersMax)
    tokens = AccessTokenStore(database, perUserMax: settings.tokens.perUserMax)
  }

  /// Outlets of metering that lead here, where they lead nowhere else.
  func outlets(_ given: MeteringOutlets, mailer: (any Mailer)?) -> MeteringOutlets {
    var outlets = given
    outlets.mailer = given.mailer ?? mailer
    outlets.mailAddress =
      given.mailAddress ?? { [database] in try await UserAddresses(database).email(of: $0) }
    outlets.audit = given.audit ?? audit
    outlets.owners = given.owners ?? StoredTokenOwners(tokens: tokens)
    outlets.tokensUsed = given.tokensUsed ?? { [tokens] uses in try await tokens.noteUse(uses) }
    return outlets
  }
}
