import WalrusUpstream

/// Asks the endpoints in their order, and writes down how it went.
final class ScriptedSelection: EndpointSelection {
  let count: Int
  private let delay: Duration?
  private var hedgesLeft: Int
  private(set) var purposes: [AttemptPurpose] = []
  private(set) var records: [AttemptRecord] = []
  private(set) var hedges: [Bool] = []
  private(set) var wrong: [Int] = []

  init(count: Int = 3, hedgeDelay: Duration? = nil, hedgesMax: Int = .max) {
    self.count = count
    delay = hedgeDelay
    hedgesLeft = hedgesMax
  }

  func choose(for purpose: AttemptPurpose, excluding tried: [Int]) -> Int? {
    if purpose == .hedge {
      guard hedgesLeft > 0 else { return nil }
      hedgesLeft -= 1
    }
    guard let endpoint = (0..<count).first(where: { !tried.contains($0) }) else { return nil }
    purposes.append(purpose)
    return endpoint
  }

  var recovery: Duration? { nil }
  func ended(_ attempt: AttemptRecord) { records.append(attempt) }
  func hedgeDelay(of endpoint: Int) -> Duration? { delay }
  func hedgeEnded(hasWon: Bool) { hedges.append(hasWon) }
  func contentWasWrong(_ endpoint: Int) { wrong.append(endpoint) }

  /// Endpoints that were late.
  var late: [Int] { records.filter(\.isLate).map(\.endpoint) }
}
