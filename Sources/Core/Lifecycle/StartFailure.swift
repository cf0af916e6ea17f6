/// A service that did not become ready; those started before it have been stopped.
package struct StartFailure: Error, Sendable {
  /// Why a service is not ready.
  package enum Reason: Sendable {
    /// It threw.
    case threw(any Error)
    /// It took longer than allowed.
    case notReady(within: Duration)
    /// Starting was cancelled.
    case cancelled
  }

  /// The service's name.
  package let service: String
  /// Why it is not ready.
  package let reason: Reason
}

extension StartFailure: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .threw(let error): "\(service) could not start: \(error)"
    case .notReady(let limit): "\(service) was not ready within \(limit)"
    case .cancelled: "\(service) was not started: starting was cancelled"
    }
  }
}
