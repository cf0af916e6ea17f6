package import Persistence

/// What came of going through the audit log.
package struct AuditVerification: Hashable, Sendable {
  /// The end of the chain as it was noted when the verification began.
  package let head: AuditHead
  /// Entries that were found to be as they were written.
  package let verifiedCount: Int64
  /// Where it does not hold; nil when it holds.
  package let firstBreak: AuditBreak?

  /// Goes through the whole log, from its beginning to the head that is noted now; what is appended
  /// meanwhile is left for the next time.
  ///
  /// - Parameter expected: a head that was kept elsewhere, which must be a part of the chain.
  package static func run(
    on database: any Database, expecting expected: AuditHead? = nil
  ) async throws -> AuditVerification {
    // Before the head is read, so that it cannot be ahead of an honest one.
    let last = try await database.first("SELECT COALESCE(MAX(number), 0) FROM audit_entries")
    let lastNumber: Int64 = try last?.value(at: 0) ?? 0
    let head = try await AuditHead.noted(in: database)
    var number: Int64 = 0
    var hash = AuditHash.beginning
    func ended(_ found: AuditBreak?) -> AuditVerification {
      AuditVerification(head: head, verifiedCount: number, firstBreak: found)
    }
    if let expected, expected.number > head.number {
      return ended(.truncated(last: head.number, head: expected.number))
    }
    while number < head.number {
      let rows = try await database.query(
        """
        SELECT \(AuditRecord.columns) FROM audit_entries
        WHERE number > \(number) AND number <= \(head.number) ORDER BY number LIMIT 1000
        """)
      if rows.isEmpty { return ended(.truncated(last: number, head: head.number)) }
      for row in rows {
        let record = try AuditRecord(row)
        guard record.number == number + 1 else { return ended(.removed(number: number + 1)) }
        guard record.previous == hash else { return ended(.outOfPlace(number: record.number)) }
        guard record.isGenuine else { return ended(.changed(number: record.number)) }
        if let expected, expected.number == record.number, expected.hash != record.hash {
          return ended(.notExpected(number: record.number))
        }
        (number, hash) = (record.number, record.hash)
      }
    }
    return ended(
      hash == head.hash && lastNumber <= head.number ? nil : .headChanged(number: number))
  }
}
