/// A part of a processor's time, handed out in advance: a token bucket whose tokens are time.
///
/// What a piece of work takes is known only afterwards, so work may begin while anything is left,
/// and what it took too much is owed: over a long time no more than the share is spent.
struct ProcessorBudget {
  private let share: Double
  private let burst: Duration
  private(set) var balance: Duration
  private var lastSeconds: Int64?

  /// A full budget.
  ///
  /// - Parameters:
  ///   - share: of one processor, from 0 to the number of processors.
  ///   - burst: the most that is saved up.
  init(share: Double, burst: Duration = .seconds(2)) {
    self.share = max(share, 0)
    self.burst = burst
    balance = self.share > 0 ? burst : .zero
  }

  /// Whether work may begin at this second.
  mutating func mayBegin(at seconds: Int64) -> Bool {
    if let lastSeconds, seconds > lastSeconds {
      balance = min(balance + .seconds(seconds - lastSeconds) * share, burst)
    }
    // A clock that is set back starts to count anew.
    lastSeconds = seconds
    return balance > .zero
  }

  /// Work has taken so long.
  mutating func spent(_ duration: Duration) { balance -= duration }
}
