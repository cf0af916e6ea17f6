internal import ContentDelivery

/// Which failures of gateways are final, and how often something may be asked for elsewhere.
///
/// A state machine without sockets or time. Every attempt goes to another gateway.
struct GatewayPlan {
  /// What to do after a failure.
  enum Step: Hashable {
    /// Ask a gateway that is not among `tried`.
    case attempt
    /// Give up with this.
    case finish(OriginFailure)
  }

  private let attemptsMax: Int
  private let notFoundNeeded: Int
  private var notFoundCount = 0
  private var worst: OriginFailure?
  /// Gateways that have been asked, by index.
  private(set) var tried: [Int] = []

  /// A plan over so many gateways.
  ///
  /// - Parameter notFoundConfirmations: how many must agree that content does not exist: each
  ///   knows only what it can find.
  init(attemptsMax: Int, gatewayCount: Int, notFoundConfirmations: Int) {
    self.attemptsMax = min(attemptsMax, gatewayCount)
    notFoundNeeded = min(notFoundConfirmations, self.attemptsMax)
  }

  /// An attempt with this gateway begins.
  mutating func began(on gateway: Int) { tried.append(gateway) }

  /// The running attempt has failed before anything was delivered.
  ///
  /// - Parameter isLocal: whether the reason lies on our side, so that no other gateway helps.
  mutating func failed(_ failure: OriginFailure, isLocal: Bool = false) -> Step {
    var failure = failure
    failure.attempts = tried.count
    switch failure.code {
    case .blocked, .rangeNotSatisfiable, .unsupported, .cancelled: return .finish(failure)
    case .notFound:
      notFoundCount += 1
      if notFoundCount >= notFoundNeeded { return .finish(failure) }
    case .badIdentifier, .tooLarge, .unavailable, .timedOut, .truncated, .reset, .malformed,
      .mismatched, .overloaded:
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

  /// Of several answers the one that says most is passed on.
  private static func rank(_ code: OriginFailure.Code) -> Int {
    switch code {
    case .notFound: 3
    case .tooLarge: 2
    case .mismatched: 1
    default: 0
    }
  }
}
