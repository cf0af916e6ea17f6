package import JSON

/// Something that happened and has to be found again: who, what, when, from where.
package struct AuditEntry: Hashable, Sendable {
  /// What happened: a capability and a verb in the past, such as `token.revoked`.
  package let action: String
  /// The user who did it; empty when nobody had signed in, or it was the server.
  package let actorID: String
  /// The id of what it was done to.
  package let subjectID: String
  /// The address it came from; empty when it was the server.
  package let address: String
  /// The id of the request; empty when there was none.
  package let requestID: String
  /// Seconds since 1970.
  package let happenedAt: Int64
  /// More to know; never a secret.
  package let details: [JSONValue.Member]

  /// An entry.
  package init(
    _ action: String, actorID: String = "", subjectID: String = "", address: String = "",
    requestID: String = "", happenedAt: Int64, details: [JSONValue.Member] = []
  ) {
    self.action = action
    self.actorID = actorID
    self.subjectID = subjectID
    self.address = address
    self.requestID = requestID
    self.happenedAt = happenedAt
    self.details = details
  }
}
