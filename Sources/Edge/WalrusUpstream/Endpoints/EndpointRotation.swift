/// Asks the endpoints in turn, from a start that differs between shards.
package final class EndpointRotation: EndpointSelection {
  package let count: Int
  private var cursor: Int

  /// A rotation that begins at `start`, of which only the remainder by `count` matters.
  package init(count: Int, start: UInt64) {
    self.count = count
    cursor = count == 0 ? 0 : Int(start % UInt64(count))
  }

  /// The next endpoint in turn that is not excluded.
  package func choose(excluding tried: [Int]) -> Int? {
    for step in 0..<count {
      let index = (cursor + step) % count
      guard !tried.contains(index) else { continue }
      cursor = (index + 1) % count
      return index
    }
    return nil
  }

  package func choose(for purpose: AttemptPurpose, excluding tried: [Int]) -> Int? {
    purpose == .hedge ? nil : choose(excluding: tried)
  }

  package func ended(_ attempt: AttemptRecord) {}
  package func hedgeDelay(of endpoint: Int) -> Duration? { nil }
  package func hedgeEnded(hasWon: Bool) {}
  package func contentWasWrong(_ endpoint: Int) {}
}
