internal import Persistence

/// A connection in the hands of one caller, until it is given back. Belongs to the pool's loop.
final class Lease {
  private let id: Int
  private let connection: ServerConnection
  private let driver: PoolDriver
  let settings: PostgreSQLSettings
  private var isReleased = false

  init(
    _ id: Int, _ connection: ServerConnection, of driver: PoolDriver, settings: PostgreSQLSettings
  ) {
    self.id = id
    self.connection = connection
    self.driver = driver
    self.settings = settings
  }

  /// Runs a command.
  func run(_ command: ServerCommand, _ done: @escaping (ServerConnection.Outcome) -> Void) {
    connection.run(command, done: done)
  }

  /// Runs commands one after the other, up to the first that fails.
  func run(
    _ commands: [ServerCommand],
    _ done: @escaping (Result<[StatementResult], DatabaseFailure>) -> Void
  ) {
    step(commands[...], [], done)
  }

  private func step(
    _ commands: ArraySlice<ServerCommand>, _ results: [StatementResult],
    _ done: @escaping (Result<[StatementResult], DatabaseFailure>) -> Void
  ) {
    guard let command = commands.first else { return done(.success(results)) }
    run(command) { outcome in
      switch outcome {
      case .success(let result): self.step(commands.dropFirst(), results + [result], done)
      case .failure(let failure): done(.failure(failure))
      }
    }
  }

  /// Gives the connection back, once nothing is left open on it.
  func release() {
    guard !isReleased else { return }
    isReleased = true
    if connection.isReusable || connection.isClosed {
      return driver.release(id, isReusable: connection.isReusable)
    }
    let rollback = ServerCommand(control: "ROLLBACK", timeout: settings.statementTimeout)
    connection.run(rollback) { [id, connection, driver] _ in
      driver.release(id, isReusable: connection.isReusable)
    }
  }

  /// Ends the connection with whatever is open on it, and tells whoever waits there.
  func abandon(_ failure: DatabaseFailure) {
    guard !isReleased else { return }
    isReleased = true
    connection.end(failure)
    driver.release(id, isReusable: false)
  }
}
