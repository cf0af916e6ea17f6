/// Chooses by "the power of two choices": of two at random the better one. The best is preferred,
/// but not by everybody at once.
package enum TwoChoices {
  /// One of the candidates; nil when there are none. `cost` is better when it is less.
  package static func choose(
    among candidates: [Int], using random: inout some RandomNumberGenerator,
    cost: (Int) -> Double
  ) -> Int? {
    guard candidates.count > 1 else { return candidates.first }
    let first = Int.random(in: 0..<candidates.count, using: &random)
    let step = Int.random(in: 1..<candidates.count, using: &random)
    let (one, other) = (candidates[first], candidates[(first + step) % candidates.count])
    return cost(other) < cost(one) ? other : one
  }
}
