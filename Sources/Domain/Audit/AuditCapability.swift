internal import Capabilities
package import Persistence
package import Routing

/// The audit log: what happened to whom, by whom, from where, and that nobody has changed it since.
package struct AuditCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = AuditSettings

  package static let name = "audit"

  private let database: any Database

  /// The audit log of a database.
  package init(_ database: any Database) { self.database = database }

  package var routes: [Route] { AuditRoutes(database: database).routes }

  package static let migrations = [
    Migration(
      id: "audit-0001",
      statements: [
        """
        CREATE TABLE audit_entries (
          number BIGINT NOT NULL PRIMARY KEY, happened_at BIGINT NOT NULL, action TEXT NOT NULL,
          actor_id TEXT NOT NULL, subject_id TEXT NOT NULL, address TEXT NOT NULL,
          request_id TEXT NOT NULL, details TEXT NOT NULL, previous TEXT NOT NULL,
          hash TEXT NOT NULL)
        """,
        "CREATE INDEX audit_entries_actor ON audit_entries (actor_id, number)",
        "CREATE INDEX audit_entries_subject ON audit_entries (subject_id, number)",
        "CREATE INDEX audit_entries_action ON audit_entries (action, number)",
        """
        CREATE TABLE audit_head (
          id BIGINT NOT NULL PRIMARY KEY, number BIGINT NOT NULL, hash TEXT NOT NULL)
        """,
        """
        INSERT INTO audit_head (id, number, hash) VALUES
          (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')
        """,
      ])
  ]
}
