/// How far a preload has come.
package struct PreloadProgress: Hashable, Sendable {
  /// Contents that were asked for.
  package let total: Int
  /// Contents that are in memory.
  package private(set) var storedCount = 0
  /// Contents that are too long to be stored.
  package private(set) var passedOverCount = 0
  /// Contents that could not be fetched.
  package private(set) var failedCount = 0

  /// The progress of a preload that has not begun.
  init(total: Int) { self.total = total }

  /// Contents that are done with.
  package var doneCount: Int { storedCount + passedOverCount + failedCount }

  /// Counts one.
  mutating func note(_ outcome: FetchContent.Outcome) {
    switch outcome {
    case .stored, .sliced: storedCount += 1
    case .notStored: passedOverCount += 1
    case .failed: failedCount += 1
    }
  }
}
