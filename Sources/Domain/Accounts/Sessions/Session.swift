internal import Capabilities
internal import JSON
internal import Persistence

/// A login: from when, for how long, from where.
package struct Session: Hashable, Sendable {
  /// `ses_` and 22 random characters; not the token.
  package let id: String
  package let userID: String
  /// Seconds since 1970: begun, last used, and over at the latest.
  package let createdAt: Int64
  package let seenAt: Int64
  package let expiresAt: Int64
  /// Where it was begun from, and with what.
  package let address: String
  package let agent: String

  /// Bytes of an agent's name that are kept.
  static let agentCountMax = 128

  init(
    id: String, userID: String, createdAt: Int64, expiresAt: Int64, address: String, agent: String
  ) {
    self.id = id
    self.userID = userID
    self.createdAt = createdAt
    seenAt = createdAt
    self.expiresAt = expiresAt
    self.address = address
    self.agent = agent
  }

  /// The session of a row of `sessions`.
  init(_ row: Row) throws(DatabaseFailure) {
    id = try row.value("id")
    userID = try row.value("user_id")
    createdAt = try row.value("created_at")
    seenAt = try row.value("seen_at")
    expiresAt = try row.value("expires_at")
    address = try row.value("address")
    agent = try row.value("agent")
  }

  /// When it ends if it is not used again.
  func endsAt(idle: Int64) -> Int64 { min(expiresAt, seenAt + idle) }

  /// What its user is told of it.
  func document(current: String) -> JSONValue {
    [
      "id": .string(id), "isCurrent": .bool(id == current), "address": .string(address),
      "agent": .string(agent), "createdAt": .string(Timestamp(seconds: createdAt).text),
      "seenAt": .string(Timestamp(seconds: seenAt).text),
      "expiresAt": .string(Timestamp(seconds: expiresAt).text),
    ]
  }
}
