/// What an edge holds at one moment, all loops together.
package struct EdgeCounts: Hashable, Sendable {
  /// Connections of clients.
  package var connections = 0
  /// Fetches under way that are to be stored.
  package var fills = 0
  /// Fetches under way for one client each.
  package var streams = 0
  /// Requests to upstreams under way.
  package var exchanges = 0
  /// Contents in memory.
  package var contents = 0
  /// Bytes of the memory tier in use, in flight and being sent included.
  package var memoryBytes = 0
  /// The most bytes of the memory tier that were ever in use on each loop, added up.
  package var memoryPeak = 0
  /// Bytes that the memory tier may use.
  package var memoryLimit = 0
  /// Hits answered by a loop that had borrowed the content from another.
  package var borrowedHits = 0
}
