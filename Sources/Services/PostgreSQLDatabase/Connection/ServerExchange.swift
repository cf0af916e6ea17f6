internal import CPostgreSQL
internal import Persistence

/// A command under way on a connection.
struct ServerExchange {
  let command: ServerCommand
  let parameters: ParameterBuffer
  let done: (ServerConnection.Outcome) -> Void
  var way = PreparedStatements.Way.plain
  var reader: ResultReader
  /// Whether the server was asked to end it.
  var isCancelled = false
  /// Whether that was because its time was over.
  var isTimedOut = false

  init(_ command: ServerCommand, done: @escaping (ServerConnection.Outcome) -> Void) {
    self.command = command
    self.done = done
    parameters = ParameterBuffer(command.values)
    reader = ResultReader(rowsMax: command.rowsMax)
  }

  /// Hands the next step to libpq; false when the connection does not take it.
  func send(on handle: OpaquePointer) -> Bool {
    if command.isControl { return unsafe PQsendQuery(handle, command.text) == 1 }
    let isSent =
      switch way {
      case .plain:
        unsafe parameters.withPointers { count, values, lengths, formats in
          unsafe PQsendQueryParams(
            handle, command.text, count, parameters.types, values, lengths, formats, 0)
        }
      case .prepare(let name):
        unsafe PQsendPrepare(
          handle, name, command.text, Int32(parameters.types.count), parameters.types)
      case .prepared(let name):
        unsafe parameters.withPointers { count, values, lengths, formats in
          unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0)
        }
      }
    // Row by row, so that a limit holds before everything is in memory.
    if isSent == 1, case .prepare = way {} else { unsafe PQsetSingleRowMode(handle) }
    return isSent == 1
  }

  /// What the command came to.
  var outcome: ServerConnection.Outcome {
    if isTimedOut, case .failure(let failure) = reader.outcome, failure.code == .timedOut {
      return .failure(
        DatabaseFailure(.timedOut, "the statement took too long", sqlState: failure.sqlState))
    }
    if command.commits, command.isControl, reader.isRolledBack {
      return .failure(
        DatabaseFailure(.other, "the transaction had failed and was undone", sqlState: "25P02"))
    }
    return reader.outcome
  }
}
