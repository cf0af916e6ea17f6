/// What a line of progress says; pure, so that time and width are parameters.
struct ProgressBar: Sendable {
  /// What is counted.
  enum Unit: Sendable {
    /// Bytes, shown with their amount and how fast they come.
    case bytes
    /// Steps that mean nothing to people: only their share is shown.
    case steps
  }

  /// What goes on, such as a file's name.
  let label: String
  let unit: Unit

  /// The most of a label that is shown.
  private static let labelMax = 24
  /// The fewest and the most cells of the bar itself.
  private static let cells = 8...40
  /// The remaining time is a guess not worth showing before so many seconds.
  private static let guessAfter = 1.0

  /// The line, which is shorter than `columns`. `total` is nil when nobody knows it.
  func line(done: Int, total: Int?, elapsed: Duration, columns: Int) -> String {
    let room = max(columns - 1, 1)
    var facts = facts(done: done, total: total, seconds: Self.seconds(elapsed))
    while facts.count > 1, Self.length([shortLabel] + facts) > room { facts.removeLast() }
    var parts = [shortLabel]
    if let total {
      let cells = min(room - Self.length(parts + facts) - 4, Self.cells.upperBound)
      if cells >= Self.cells.lowerBound {
        parts.append(Self.bar(share: Self.share(done, total), cells: cells))
      }
    }
    return String((parts + facts).joined(separator: "  ").prefix(room))
  }

  /// What matters least comes last, and goes first when the line is too narrow.
  private func facts(done: Int, total: Int?, seconds: Double) -> [String] {
    var facts: [String] = []
    if let total { facts.append(Self.percent(Self.share(done, total))) }
    if unit == .bytes { facts.append(AmountText.bytes(Double(done))) }
    if let total, seconds >= Self.guessAfter {
      let share = Self.share(done, total)
      if share > 0, share < 1 {
        facts.append("\(AmountText.time(seconds: seconds / share - seconds)) left")
      }
    }
    if unit == .bytes, seconds > 0 {
      facts.append("\(AmountText.bytes(Double(done) / seconds))/s")
    }
    return facts
  }

  private var shortLabel: String {
    label.count > Self.labelMax ? label.prefix(Self.labelMax - 1) + "…" : label
  }

  private static func share(_ done: Int, _ total: Int) -> Double {
    total > 0 ? min(Double(done) / Double(total), 1) : 1
  }

  private static func bar(share: Double, cells: Int) -> String {
    let full = Int(share * Double(cells))
    return "[" + String(repeating: "#", count: full)
      + String(repeating: "-", count: cells - full) + "]"
  }

  /// Rounded down, so that 100 % means all of it; always as wide.
  private static func percent(_ share: Double) -> String {
    let text = "\(Int(share * 100))%"
    return String(repeating: " ", count: 4 - text.count) + text
  }

  private static func length(_ parts: [String]) -> Int {
    parts.reduce(0) { $0 + $1.count } + 2 * (parts.count - 1)
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
