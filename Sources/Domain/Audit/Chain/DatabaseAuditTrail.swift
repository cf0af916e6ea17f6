package import Capabilities
internal import JSON
internal import Locks
package import Persistence

/// The audit log in the database: a chain in which every entry is tied to the one before.
///
/// The row of `audit_head` is the lock of the chain: whoever appends moves it first, so entries of
/// several edges follow one another. Of one edge, entries that wait share a transaction, so that the
/// edges alone compete for the lock.
package final class DatabaseAuditTrail: AuditTrail {
  private enum Turn {
    /// Somebody else has written the entry.
    case written
    /// The entry is to be written by who brought it, and others with it.
    case leading
  }

  private struct Waiter {
    let entry: AuditEntry
    let continuation: CheckedContinuation<Turn, any Error>
  }

  private struct State {
    var waiting: [Waiter] = []
    var isWriting = false
  }

  /// The most bytes of a text, and of the details, of an entry.
  package static let textMax = 512
  package static let detailsMax = 16 * 1024
  private static let groupMax = 256

  private let database: any Database
  private let waitersMax: Int
  private let state = Mutex(State())

  /// A log in a database.
  ///
  /// - Parameter waitersMax: entries that may wait; past it `.overloaded`.
  package init(_ database: any Database, waitersMax: Int) {
    self.database = database
    self.waitersMax = waitersMax
  }

  package func record(_ entry: AuditEntry) async throws {
    let entry = try Self.bounded(entry)
    if try await turn(of: entry) == .written { return }
    let others = state.withLock { state in
      let taken = Array(state.waiting.prefix(Self.groupMax - 1))
      state.waiting.removeFirst(taken.count)
      return taken
    }
    defer { handOver() }
    do {
      try await append([entry] + others.map(\.entry))
      for other in others { other.continuation.resume(returning: .written) }
    } catch {
      if Task.isCancelled {
        // The others have not given up: the next of them writes.
        state.withLock { $0.waiting.insert(contentsOf: others, at: 0) }
      } else {
        for other in others { other.continuation.resume(throwing: error) }
      }
      throw error
    }
  }

  /// Waits until the entry is written, or is to be written now.
  private func turn(of entry: AuditEntry) async throws -> Turn {
    try await withCheckedThrowingContinuation { continuation in
      let answer = state.withLock { state -> Result<Turn, any Error>? in
        guard state.isWriting else {
          state.isWriting = true
          return .success(.leading)
        }
        guard state.waiting.count < waitersMax else {
          return .failure(
            DatabaseFailure(.overloaded, "too many audit entries wait to be written"))
        }
        state.waiting.append(Waiter(entry: entry, continuation: continuation))
        return nil
      }
      if let answer { continuation.resume(with: answer) }
    }
  }

  private func handOver() {
    let next = state.withLock { state -> Waiter? in
      if state.waiting.isEmpty {
        state.isWriting = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.continuation.resume(returning: .leading)
  }

  private func append(_ entries: [AuditEntry]) async throws {
    try await database.transaction { transaction in
      let moved = try await transaction.first(
        """
        UPDATE audit_head SET number = number + \(entries.count) WHERE id = 1
        RETURNING number, hash
        """)
      guard let moved else {
        throw DatabaseFailure(.unexpectedShape, "the head of the audit log is missing")
      }
      var number = try moved.value(at: 0, as: Int64.self) - Int64(entries.count)
      var hash: String = try moved.value(at: 1)
      var rows: [[any DatabaseConvertible]] = []
      for entry in entries {
        number += 1
        let details = JSONValue.object(entry.details).text
        let previous = hash
        hash = AuditHash.of(entry, details: details, number: number, after: previous)
        rows.append([
          number, entry.happenedAt, entry.action, entry.actorID, entry.subjectID, entry.address,
          entry.requestID, details, previous, hash,
        ])
      }
      try await transaction.execute(
        "INSERT INTO audit_entries (\(AuditRecord.columns)) VALUES \(rows: rows)")
      try await transaction.execute("UPDATE audit_head SET hash = \(hash) WHERE id = 1")
    }
  }

  /// The entry with texts that every database can keep.
  private static func bounded(_ entry: AuditEntry) throws(DatabaseFailure) -> AuditEntry {
    guard JSONValue.object(entry.details).bytes.count <= detailsMax else {
      throw DatabaseFailure(.invalidValue, "an audit entry has too long details")
    }
    return AuditEntry(
      bounded(entry.action), actorID: bounded(entry.actorID),
      subjectID: bounded(entry.subjectID), address: bounded(entry.address),
      requestID: bounded(entry.requestID), happenedAt: entry.happenedAt, details: entry.details)
  }

  private static func bounded(_ text: String) -> String {
    guard text.utf8.count > textMax || text.utf8.contains(0) else { return text }
    var bytes = text.utf8.prefix(textMax).map { $0 == 0 ? UInt8(ascii: "?") : $0 }
    // Not in the middle of a character.
    while String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
