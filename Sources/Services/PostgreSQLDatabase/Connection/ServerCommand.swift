internal import Persistence

/// One statement on its way to the server.
struct ServerCommand: Sendable {
  /// The statement and what it binds.
  let text: String
  let values: [DatabaseValue]
  /// The most rows to hold; nil drops them.
  var rowsMax: Int?
  /// Whether what it wrote lasts once it is done: what is lost with its answer is unknown.
  var commits = false
  /// How long it may take.
  var timeout: Duration
  /// Whether it is one of the adapter's own, which bind nothing and need no preparation.
  var isControl = false

  /// A statement of a caller.
  init(_ sql: SQL, rowsMax: Int?, commits: Bool, timeout: Duration) {
    text = sql.text
    values = sql.values
    self.rowsMax = rowsMax
    self.commits = commits
    self.timeout = timeout
  }

  /// A statement of the adapter's own.
  init(control text: String, commits: Bool = false, timeout: Duration) {
    self.text = text
    self.commits = commits
    self.timeout = timeout
    values = []
    isControl = true
  }
}
