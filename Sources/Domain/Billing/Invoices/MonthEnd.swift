internal import Capabilities
package import Lifecycle
internal import Persistence
package import Telemetry

/// Makes the invoices of months that are over.
///
/// Any number of edges may do so at once: each invoice is made by the one that claims it.
package struct MonthEnd: Sendable {
  /// Users that are looked at in one go.
  private static let batchMax = 100

  private let invoices: Invoices
  /// How long after its end a month is closed, so that what was used at its end has been counted.
  private let delay: Duration

  /// The end of every month, so long after it.
  package init(_ invoices: Invoices, delay: Duration) {
    self.invoices = invoices
    self.delay = delay
  }

  /// Makes every invoice that is due.
  ///
  /// - Parameter now: in seconds since 1970.
  /// - Returns: how many this call has made.
  package func closeDue(at now: Int64) async throws -> Int {
    var count = 0
    while !Task.isCancelled {
      let due = try await invoices.due(
        before: now - delay.components.seconds, limit: Self.batchMax)
      if due.isEmpty { break }
      var moved = false
      for (userID, from) in due {
        do {
          guard try await invoices.close(from, for: userID, at: now) else { continue }
          count += 1
          moved = true
        } catch let failure as DatabaseFailure where failure.isRetryable {
          // It is still due, and looked at again the next time.
        }
      }
      // All of them went to another edge, which will go on with the rest.
      if !moved { break }
    }
    return count
  }

  /// Closes what is due again and again.
  ///
  /// - Parameters:
  ///   - pause: between two looks.
  ///   - now: the wall clock, in seconds since 1970.
  package func service(
    every pause: Duration, clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
    closed: @escaping @Sendable (Int) -> Void, now: @escaping @Sendable () -> Int64
  ) -> BackgroundService {
    BackgroundService { ready in
      ready()
      while !Task.isCancelled {
        do {
          closed(try await closeDue(at: now()))
        } catch {
          logger.error("Invoices could not be made; it is tried again.", error: error)
        }
        try await clock.sleep(for: pause)
      }
    }
  }
}
