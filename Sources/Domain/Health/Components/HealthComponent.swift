/// A part that the edge's health is made of; a closed set, so that it may label metrics.
package enum HealthComponent: String, CaseIterable, Hashable, Sendable {
  case database
  case sharedState = "shared-state"
  case aggregators
  case publishers
  /// The free space of the data directory.
  case disk
  /// What the process takes of the memory that it may have.
  case memory
  /// The event loops.
  case loops
}
