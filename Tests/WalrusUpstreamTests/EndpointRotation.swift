import WalrusUpstream

/// Asks the endpoints in turn and remembers nothing, so that a test knows who comes next.
final class EndpointRotation: EndpointSelection {
  let count: Int
  private var cursor: Int

  /// A rotation that begins at `start`, of which only the remainder by `count` matters.
  init(count: Int, start: UInt64) {
    self.count = count
    cursor = count == 0 ? 0 : Int(start % UInt64(count))
  }

  /// The next endpoint in turn that is not excluded.
  func choose(excluding tried: [Int]) -> Int? {
    for step in 0..<count {
      let index = (cursor + step) % count
      guard !tried.contains(index) else { continue }
      cursor = (index + 1) % count
      return index
    }
    return nil
  }

  func choose(for purpose: AttemptPurpose, excluding tried: [Int]) -> Int? {
    purpose == .hedge ? nil : choose(excluding: tried)
  }

  var recovery: Duration? { nil }
  func ended(_ attempt: AttemptRecord) {}
  func hedgeDelay(of endpoint: Int) -> Duration? { nil }
  func hedgeEnded(hasWon: Bool) {}
  func contentWasWrong(_ endpoint: Int) {}
}
