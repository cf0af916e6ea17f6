/// Whether work that can wait is refused for now, so that what is in hand and what is in memory
/// can still be answered.
package protocol LoadShedding: Sendable {
  /// Seconds after which a refused client is to try again; nil while nothing is refused. Counts a
  /// refusal when it says to refuse: to be asked once for each piece of work.
  func refusal() -> Int?
}
