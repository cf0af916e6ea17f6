internal import EventLoops
internal import Persistence

/// Where a transaction stands. Belongs to the pool's loop.
final class TransactionState {
  private static let over = DatabaseFailure(.other, "the transaction is over", sqlState: "25P01")
  private static let late = DatabaseFailure(
    .timedOut, "the transaction took too long", sqlState: "25P03")

  private let lease: Lease
  private let timer: LoopTimer
  private let statementTimeout: Duration
  private var end: DatabaseFailure?
  private var isRunning = false

  /// A transaction that has begun on a connection.
  init(_ lease: Lease, _ options: TransactionOptions, loop: EventLoop) {
    self.lease = lease
    statementTimeout = options.statementTimeout ?? lease.settings.statementTimeout
    timer = LoopTimer(loop: loop)
    let timeout = max(lease.settings.transactionTimeout, statementTimeout)
    timer.start(milliseconds: timeout.milliseconds) { [weak self] in self?.timedOut() }
  }

  func run(
    _ sql: SQL, rowsMax: Int?,
    _ done: @escaping @Sendable (Result<StatementResult, DatabaseFailure>) -> Void
  ) {
    if let end { return done(.failure(end)) }
    isRunning = true
    let command = ServerCommand(sql, rowsMax: rowsMax, commits: false, timeout: statementTimeout)
    lease.run(command) { outcome in
      self.isRunning = false
      done(outcome)
    }
  }

  func commit(_ done: @escaping @Sendable (Result<Void, DatabaseFailure>) -> Void) {
    if let end { return done(.failure(end)) }
    finish(Self.over)
    let command = ServerCommand(control: "COMMIT", commits: true, timeout: statementTimeout)
    lease.run(command) { outcome in
      self.lease.release()
      done(outcome.map { _ in })
    }
  }

  func rollback() {
    guard end == nil else { return }
    finish(Self.over)
    lease.release()
  }

  private func timedOut() {
    finish(Self.late)
    lease.abandon(Self.late)
  }

  private func finish(_ end: DatabaseFailure) {
    self.end = end
    timer.close()
  }
}
