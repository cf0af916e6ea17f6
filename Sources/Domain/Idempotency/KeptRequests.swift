internal import Credentials
internal import Persistence

/// Requests that are under way or were carried out, and the responses of these.
struct KeptRequests: Sendable {
  private static let sweepMax = 1000

  let database: any Database
  /// How long a response is kept, and how long a request may be under way, in seconds.
  let keptTime: Int64
  let claimTime: Int64

  /// Claims a request: of many that come at once, one is told to carry it out.
  func claim(_ digest: RequestDigest, at now: Int64) async throws -> RequestClaim {
    let claim = SecureRandom.base62(22)
    let (claimedUntil, expiresAt) = (now + claimTime, now + keptTime)
    return try await database.transaction { transaction in
      let inserted = try await transaction.execute(
        """
        INSERT INTO idempotent_requests (id, payload, claim, claimed_until, is_done, expires_at)
        VALUES (\(digest.id), \(digest.payload), \(claim), \(claimedUntil), 0, \(expiresAt))
        ON CONFLICT (id) DO NOTHING
        """)
      if inserted == 1 { return .ours(claim: claim) }
      let row = try await transaction.first(
        """
        SELECT payload, claimed_until, is_done, response, expires_at FROM idempotent_requests
        WHERE id = \(digest.id)
        """)
      // It was swept away in this moment.
      guard let row else { return .underWay }
      let isExpired = try row.value(at: 4, as: Int64.self) <= now
      if !isExpired {
        guard
          ConstantTime.equal(
            Array(try row.value(at: 0, as: String.self).utf8), Array(digest.payload.utf8))
        else { return .reused }
        if try row.value(at: 2, as: Bool.self) {
          guard let response = try row.value(at: 3, as: [UInt8]?.self) else { return .notKept }
          return .done(response)
        }
        guard try row.value(at: 1, as: Int64.self) <= now else { return .underWay }
      }
      try await transaction.execute(
        """
        UPDATE idempotent_requests
        SET payload = \(digest.payload), claim = \(claim), claimed_until = \(claimedUntil),
          is_done = 0, response = NULL, expires_at = \(expiresAt)
        WHERE id = \(digest.id)
        """)
      return .ours(claim: claim)
    }
  }

  /// Keeps a response, unless somebody else has claimed the request meanwhile.
  func finish(_ id: String, claim: String, response: [UInt8]?) async throws {
    try await database.execute(
      """
      UPDATE idempotent_requests SET is_done = 1, response = \(response)
      WHERE id = \(id) AND claim = \(claim)
      """)
  }

  /// Forgets a request that had no effect, so that it may come again.
  func release(_ id: String, claim: String) async throws {
    try await database.execute(
      "DELETE FROM idempotent_requests WHERE id = \(id) AND claim = \(claim) AND is_done = 0")
  }

  /// Forgets what is too old; gives how many were forgotten.
  func sweep(at now: Int64) async throws -> Int {
    var count = 0
    while !Task.isCancelled {
      let removed = try await database.execute(
        """
        DELETE FROM idempotent_requests WHERE id IN (
          SELECT id FROM idempotent_requests WHERE expires_at <= \(now) LIMIT \(Self.sweepMax))
        """)
      count += removed
      if removed < Self.sweepMax { break }
    }
    return count
  }
}
