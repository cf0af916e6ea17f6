internal import Persistence

/// What a statement gave.
struct StatementResult: Sendable {
  var rows: [Row] = []
  /// Rows that it wrote.
  var writtenCount = 0
}
