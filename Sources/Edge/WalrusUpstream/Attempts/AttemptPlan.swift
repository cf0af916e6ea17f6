package import ContentDelivery

/// Which failures are final, and how often a fetch may be tried elsewhere.
///
/// A state machine without sockets or time: the driver tells it where it tried and what came
/// of it. Every attempt goes to another endpoint.
package struct AttemptPlan: Sendable {
  /// What the driver is to do after a failure.
  package enum Step: Hashable, Sendable {
    /// Try an endpoint that is not among `tried`.
    case attempt
    /// Give up with this.
    case finish(OriginFailure)
  }

  private let attemptsMax: Int
  private let notFoundNeeded: Int
  private var notFoundCount = 0
  private var worst: OriginFailure?
  /// Endpoints that have been tried, by index.
  package private(set) var tried: [Int] = []

  /// A plan over so many endpoints.
  ///
  /// - Parameter notFoundConfirmations: how many operators must agree that content does not
  ///   exist: one of them may have a stale 404 in its cache, as it lives a minute there.
  package init(attemptsMax: Int, endpointCount: Int, notFoundConfirmations: Int) {
    self.attemptsMax = min(attemptsMax, endpointCount)
    notFoundNeeded = min(notFoundConfirmations, self.attemptsMax)
  }

  /// An attempt on this endpoint begins.
  package mutating func began(on endpoint: Int) { tried.append(endpoint) }

  /// The running attempt has failed before anything was delivered.
  package mutating func failed(_ failure: OriginFailure, isLocal: Bool = false) -> Step {
    var failure = failure
    failure.attempts = tried.count
    switch failure.code {
    case .blocked, .badIdentifier, .rangeNotSatisfiable, .unsupported, .cancelled:
      return .finish(failure)
    case .notFound:
      notFoundCount += 1
      if notFoundCount >= notFoundNeeded { return .finish(failure) }
    case .tooLarge, .unavailable, .timedOut, .truncated, .reset, .malformed, .mismatched,
      .overloaded:
      // Our own limits do not change with the endpoint.
      if isLocal { return .finish(failure) }
    }
    if Self.rank(failure.code) >= worst.map({ Self.rank($0.code) }) ?? 0 { worst = failure }
    guard tried.count < attemptsMax else {
      var last = worst ?? failure
      last.attempts = tried.count
      return .finish(last)
    }
    return .attempt
  }

  /// The running attempt has failed after its head was delivered; whether the rest may be
  /// asked of another endpoint.
  package func mayContinue(after failure: OriginFailure) -> Bool {
    tried.count < attemptsMax && failure.code != .cancelled
  }

  /// Of several answers the one that says most about the content is passed on.
  private static func rank(_ code: OriginFailure.Code) -> Int {
    switch code {
    case .notFound: 2
    case .tooLarge: 1
    default: 0
    }
  }
}
