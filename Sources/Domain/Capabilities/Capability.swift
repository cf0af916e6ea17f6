package import Persistence
package import Routing
package import Settings

/// Something that the product does: one folder of the domain, seen from its front door.
///
/// What is listed here is declared nowhere else: it feeds the router, the description of the
/// interface, the pages of problems, the settings and their documentation.
package protocol Capability: Sendable {
  /// The settings that the capability reads.
  associatedtype Section: SettingsSection

  /// One word for metrics, logs and settings.
  static var name: String { get }

  /// Every problem that the capability answers with.
  static var problems: [ProblemType] { get }

  /// What the capability needs of the database, oldest first; only ever added to.
  static var migrations: [Migration] { get }

  /// What the capability answers.
  var routes: [Route] { get }
}

extension Capability {
  /// No problems of its own.
  package static var problems: [ProblemType] { [] }

  /// Nothing in the database.
  package static var migrations: [Migration] { [] }

  /// Nothing to answer.
  package var routes: [Route] { [] }
}
