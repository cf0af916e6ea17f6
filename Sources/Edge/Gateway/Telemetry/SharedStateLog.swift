internal import Locks
internal import RedisStore
internal import Telemetry

/// Logs what becomes of the server of shared state: the first loss and the first return of an outage
/// loudly, what every loop and every attempt adds quietly.
final class SharedStateLog: Sendable {
  private let logger: Logger
  /// Nil before anything is known.
  private let isAway = Mutex<Bool?>(nil)

  init(_ logger: Logger) { self.logger = logger }

  func note(_ event: RedisEvent) {
    switch event {
    case .connected(let address, let server):
      let isNew = isAway.withLock { isAway in
        defer { isAway = false }
        return isAway != false
      }
      let text = "Shared state is at \(address): \(server)."
      if isNew { logger.notice("\(text)") } else { logger.debug("\(text)") }
    case .lost(let address, let reason):
      let isNew = isAway.withLock { isAway in
        defer { isAway = true }
        return isAway != true
      }
      let text = "Shared state at \(address) is away, limits are local: \(reason)."
      if isNew { logger.warning("\(text)") } else { logger.debug("\(text)") }
    case .subscriptionRefused(let text):
      logger.warning("The server of shared state refuses a subscription: \(text)")
    case .mapped(let count):
      logger.debug("The cluster of shared state has \(count) servers.")
    }
  }
}
