/// What a purge has taken out.
package struct PurgeCount: Hashable, Sendable {
  /// Contents, each counted once.
  package var contents = 0
  /// Entries that answered with them: at their homes and on every shard that had borrowed them.
  package var copies = 0
  /// Fetches under way, whose content will not be stored.
  package var fills = 0

  /// A purge that has found nothing.
  package init() {}
}
