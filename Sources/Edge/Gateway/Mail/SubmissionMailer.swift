internal import Resilience
internal import Capabilities
internal import EventLoops
internal import Locks
internal import MailSubmission
internal import Telemetry

/// Hands messages to a mail server, one after the other, beside the requests that wanted them: how
/// long that takes must not show in an answer.
///
/// Messages wait in memory, so many at most; those that wait when the process is killed are lost,
/// and their users ask again.
final class SubmissionMailer: Mailer {
  /// Too many messages wait, or the process is stopping.
  struct NotTaken: Error {}

  private struct State {
    var waiting: [InternetMessage] = []
    var courier: Task<Void, Never>?
    var isStopped = false
  }

  private static let attemptsMax = 4

  private let state = Mutex(State())
  private let server: MailServer
  private let pool: BlockingPool
  private let rendering: MailRendering
  private let waitingMax: Int
  private let logger: Logger
  private let gate: DependencyGate
  private let pause: @Sendable (Int) async -> Void

  /// - Parameter pause: waits before the attempt of this number, counted from 1 for the second.
  init(
    server: MailServer, pool: BlockingPool, rendering: MailRendering, waitingMax: Int,
    gate: DependencyGate, logger: Logger,
    pause: @escaping @Sendable (Int) async -> Void = {
      try? await Task.sleep(for: .seconds(5 << $0))
    }
  ) {
    self.server = server
    self.pool = pool
    self.rendering = rendering
    self.waitingMax = waitingMax
    self.logger = logger
    self.gate = gate
    self.pause = pause
  }

  func send(_ message: MailMessage) async throws {
    let rendered = try rendering.message(message)
    let isTaken = state.withLock { state in
      guard !state.isStopped, state.waiting.count < waitingMax else { return false }
      state.waiting.append(rendered)
      if state.courier == nil { state.courier = Task { await self.deliver() } }
      return true
    }
    guard isTaken else {
      logger.error("A message was not taken: too many wait, or the server stops.")
      throw NotTaken()
    }
  }

  /// Ends the delivery; what waits is tried no more.
  @Sendable func stop() async {
    let (courier, count) = state.withLock { state in
      state.isStopped = true
      defer { state.waiting = [] }
      return (state.courier, state.waiting.count)
    }
    courier?.cancel()
    await courier?.value
    if count > 0 { logger.warning("\(count) messages were not sent, because the server stops.") }
  }

  private func deliver() async {
    while let message = next() { await deliver(message) }
  }

  private func next() -> InternetMessage? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.courier = nil
        return nil
      }
      return state.waiting.removeFirst()
    }
  }

  private func deliver(_ message: InternetMessage) async {
    for attempt in 1...Self.attemptsMax {
      guard await isAdmitted() else { return }
      guard let failure = await attempted(message) else { return }
      guard failure.isTemporary, attempt < Self.attemptsMax, !Task.isCancelled else {
        // Neither to whom nor what: both are secrets.
        return logger.error("A message could not be sent: \(failure.description)")
      }
      await pause(attempt)
    }
  }

  /// Sends one message at once, past those that wait; tries no second time.
  ///
  /// - Throws: `SubmissionFailure`, or `NotTaken` while the server is left alone.
  func deliverNow(_ message: MailMessage) async throws {
    let rendered = try rendering.message(message)
    guard gate.enter() == nil else { throw NotTaken() }
    if let failure = await attempted(rendered) { throw failure }
  }

  /// Waits while the server is left alone: what waits is kept, not tried in vain. False when the
  /// delivery ends first.
  private func isAdmitted() async -> Bool {
    while !Task.isCancelled {
      if gate.enter() == nil { return true }
      try? await Task.sleep(for: min(gate.recoversIn ?? .seconds(1), .seconds(5)))
    }
    return false
  }

  /// One attempt that the gate has let pass; gives what went wrong.
  private func attempted(_ message: InternetMessage) async -> SubmissionFailure? {
    let server = server
    let failure: SubmissionFailure?
    do {
      failure = try await pool.run {
        do throws(SubmissionFailure) {
          try SubmissionClient.send(message, to: server)
          return nil
        } catch {
          return error
        }
      }
    } catch {
      gate.leave(.abandoned)
      return SubmissionFailure(message: "the pool has too much to do", reply: 0)
    }
    // Who refuses a message is there.
    gate.leave(failure.map { $0.reply == 0 } ?? false ? .failed : .answered)
    return failure
  }
}
