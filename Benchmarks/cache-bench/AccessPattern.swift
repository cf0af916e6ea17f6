/// Which objects are asked for.
enum AccessPattern: String, CaseIterable {
  /// Every object as often as any other: the worst that caches of the processor can meet.
  case uniform
  /// By Zipf's law with an exponent of one, as requests for content roughly are.
  case zipf
  /// The same thousand objects, wherever they are among the others.
  case hot

  /// Draws of so many objects.
  func draws(_ count: Int, of objectCount: Int) -> [UInt32] {
    var generator = SystemRandomNumberGenerator()
    switch self {
    case .uniform:
      return (0..<count).map { _ in UInt32.random(in: 0..<UInt32(objectCount), using: &generator) }
    case .hot:
      // A thousand different ones, also where there are no more than a thousand.
      let hot = (0..<UInt32(objectCount)).shuffled(using: &generator).prefix(1000)
      return (0..<count).map { _ in hot.randomElement(using: &generator)! }
    case .zipf:
      // Popularity says nothing about the place in memory.
      let objects = (0..<UInt32(objectCount)).shuffled(using: &generator)
      var sums: [Double] = []
      var sum = 0.0
      for rank in 1...objectCount {
        sum += 1 / Double(rank)
        sums.append(sum)
      }
      return (0..<count).map { _ in
        let point = Double.random(in: 0..<sum, using: &generator)
        var (low, high) = (0, objectCount - 1)
        while low < high {
          let middle = (low + high) / 2
          if sums[middle] < point { low = middle + 1 } else { high = middle }
        }
        return objects[low]
      }
    }
  }
}
