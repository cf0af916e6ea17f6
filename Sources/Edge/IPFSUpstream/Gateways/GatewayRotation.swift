/// Asks the gateways in turn, from a start that differs between shards.
final class GatewayRotation {
  private let count: Int
  private var cursor: Int

  /// A rotation that begins at `start`, of which only the remainder by `count` matters.
  init(count: Int, start: UInt64) {
    self.count = count
    cursor = count == 0 ? 0 : Int(start % UInt64(count))
  }

  /// The index of the next gateway that will do; nil when there is none.
  func choose(where isWanted: (Int) -> Bool) -> Int? {
    for step in 0..<count {
      let index = (cursor + step) % count
      guard isWanted(index) else { continue }
      cursor = (index + 1) % count
      return index
    }
    return nil
  }
}
