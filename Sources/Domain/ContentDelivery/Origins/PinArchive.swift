/// Where the list of pinned contents is kept while the server does not run.
package protocol PinArchive: Sendable {
  /// The list as last saved, one canonical path each; empty when there is none.
  func load() async throws -> [String]

  /// Puts a list in the place of the last one, all or nothing.
  func save(_ paths: [String]) async throws
}
