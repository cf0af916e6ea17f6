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
