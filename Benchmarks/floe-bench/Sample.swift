/// Numbers of which the middle is told.
struct Sample {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.filter(\.isFinite).sorted() }

  /// Whether there is nothing to tell.
  var isEmpty: Bool { sorted.isEmpty }

  /// The value that half are below; 0 of nothing.
  var median: Double { quantile(0.5) }

  /// The smallest; 0 of nothing.
  var min: Double { sorted.first ?? 0 }

  /// The largest; 0 of nothing.
  var max: Double { sorted.last ?? 0 }

  /// The value that this fraction is below, interpolated.
  func quantile(_ fraction: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    let above = Swift.min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}
