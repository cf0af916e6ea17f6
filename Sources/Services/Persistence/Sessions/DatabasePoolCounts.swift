/// The connections of a database and who waits for one.
package struct DatabasePoolCounts: Sendable, Hashable {
  /// Connections that are open, and those of them that are in use.
  package var open: Int
  package var busy: Int
  /// Callers that wait.
  package var waiting: Int
  /// How many connections there may be.
  package var connectionsMax: Int

  /// These numbers.
  package init(open: Int = 0, busy: Int = 0, waiting: Int = 0, connectionsMax: Int = 0) {
    self.open = open
    self.busy = busy
    self.waiting = waiting
    self.connectionsMax = connectionsMax
  }
}
