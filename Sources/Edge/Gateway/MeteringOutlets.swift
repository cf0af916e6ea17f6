internal import AccessTokens
internal import Accounts
package import Capabilities
package import Metering

/// Where metering says what concerns others: what it does without stays nil.
package struct MeteringOutlets: Sendable {
  /// Where unusual use and exhausted quotas are recorded.
  package var audit: (any AuditTrail)?
  /// Sends warnings to users, at the addresses that they have.
  package var mailer: (any Mailer)?
  package var mailAddress: (@Sendable (_ userID: String) async throws -> String?)?
  /// Told which tokens were used, about once a minute.
  package var tokensUsed: (@Sendable (_ uses: [(id: String, seconds: Int64)]) async throws -> Void)?
  /// Whose tokens are whose; without it nobody is told of the usage of one.
  package var owners: (any TokenOwners)?

  /// Outlets that lead nowhere.
  package init() {}
}

extension MeteringOutlets {
  /// Outlets that lead to accounts, tokens and the audit log.
  init(ground: SubscriberGround, accounts: AccountsWiring, tokens: AccessTokensWiring) {
    let store = tokens.capability.tokens
    let findUser = accounts.capability.findUser
    audit = ground.audit
    mailer = accounts.mailer
    mailAddress = { try await findUser(id: $0)?.email }
    tokensUsed = { try await store.noteUse($0) }
    owners = OwnersOfTokens(tokens: store)
  }

  /// The same with what others put in the place of ours.
  func replaced(by others: MeteringOutlets) -> MeteringOutlets {
    var all = self
    if let audit = others.audit { all.audit = audit }
    if let mailer = others.mailer { all.mailer = mailer }
    if let mailAddress = others.mailAddress { all.mailAddress = mailAddress }
    if let tokensUsed = others.tokensUsed { all.tokensUsed = tokensUsed }
    if let owners = others.owners { all.owners = owners }
    return all
  }
}
