/// What a server does with its connections and requests.
protocol RequestHandler: Sendable {
  /// Called once for a new connection, before anything is read; may wait.
  /// - Returns: whether the connection is served at all.
  func admits(_ connection: Connection) -> Bool

  /// Answers one request, on the thread of its connection.
  func handle(_ exchange: Exchange) -> Outcome
}

extension RequestHandler {
  func admits(_ connection: Connection) -> Bool { true }
}
