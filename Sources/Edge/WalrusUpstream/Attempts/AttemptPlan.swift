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
  /// Whose each endpoint is, as a number; nil when each is somebody else's.
  private let operators: [Int]?
  /// Operators that say that there is no such content.
  private var deniers: Set<Int> = []
  private var worst: OriginFailure?
  /// Whether an answer has settled the matter, so that attempts under way are of no use.
  package private(set) var isDecided = false
  /// Why the next attempt is made.
  package private(set) var purpose = AttemptPurpose.first
  /// Endpoints that have been tried, by index.
  package private(set) var tried: [Int] = []

  /// A plan over so many endpoints.
  ///
  /// - Parameters:
  ///   - notFoundConfirmations: how many operators must agree that content does not exist: one of
  ///     them may have a stale 404 in its cache, as it lives a minute there.
  ///   - operators: whose each endpoint is, as a number; nil when each is somebody else's.
  package init(
    attemptsMax: Int, endpointCount: Int, notFoundConfirmations: Int, operators: [Int]? = nil
  ) {
    self.attemptsMax = min(attemptsMax, endpointCount)
    self.operators = operators
    let operatorCount = operators.map { Set($0).count } ?? endpointCount
    notFoundNeeded = min(notFoundConfirmations, self.attemptsMax, operatorCount)
  }

  /// Endpoints that are not to be asked next: those that were, and those of an operator who has
  /// denied that there is such content, which another host of his would only repeat.
  package var excluded: [Int] {
    guard let operators, !deniers.isEmpty else { return tried }
    return tried + operators.indices.filter { deniers.contains(operators[$0]) }
  }

  /// Attempts that may still be made.
  package var mayAttempt: Bool { tried.count < attemptsMax }

  /// An attempt on this endpoint begins.
  package mutating func began(on endpoint: Int) { tried.append(endpoint) }

  /// An attempt has failed before anything was delivered; `endpoint` is the one that it was on,
  /// by default the last.
  package mutating func failed(
    _ failure: OriginFailure, on endpoint: Int? = nil, isLocal: Bool = false
  ) -> Step {
    var failure = failure
    failure.attempts = tried.count
    purpose = failure.code == .notFound ? .confirmation : .retry
    switch failure.code {
    case .blocked, .badIdentifier, .rangeNotSatisfiable, .unsupported, .cancelled:
      isDecided = true
      return .finish(failure)
    case .notFound:
      if let endpoint = endpoint ?? tried.last { deniers.insert(operators?[endpoint] ?? endpoint) }
      if deniers.count >= notFoundNeeded {
        isDecided = true
        return .finish(failure)
      }
      failure.isConfirmed = false
    case .tooLarge, .unavailable, .timedOut, .truncated, .reset, .malformed, .mismatched,
      .overloaded:
      // Our own limits do not change with the endpoint.
      if isLocal { return .finish(failure) }
    }
    if Self.rank(failure.code) >= worst.map({ Self.rank($0.code) }) ?? 0 { worst = failure }
    return mayAttempt ? .attempt : .finish(surrender(failure))
  }

  /// What to give up with when there is nobody to ask after this failure.
  package func surrender(_ failure: OriginFailure) -> OriginFailure {
    var last = worst ?? failure
    last.attempts = tried.count
    return last
  }

  /// The running attempt has failed after its head was delivered; whether the rest may be
  /// asked of another endpoint. What may not be handed out any more is not asked for elsewhere.
  package mutating func mayContinue(after failure: OriginFailure) -> Bool {
    purpose = .retry
    return mayAttempt && failure.code != .cancelled && failure.code != .blocked
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
