internal import Locks

/// Draws a progress bar over itself on the standard error stream, from any thread.
///
/// Nothing is drawn where nobody watches, nor before a moment has passed: most work is over
/// by then, and a line that flashes by tells nobody anything.
final class ProgressMeter: Sendable {
  private struct State {
    var done = 0
    var total: Int?
    var drawn: Duration?
    var isFinished = false
  }

  /// How long work must take to be worth a line.
  static let patience = Duration.milliseconds(250)
  /// The shortest time between two drawings.
  static let interval = Duration.milliseconds(100)
  /// Back to the first column, and away with everything up to the last one.
  static let clearing = "\r\u{1B}[K"

  private let bar: ProgressBar
  private let terminal: Terminal
  private let elapsed: @Sendable () -> Duration
  private let state: Mutex<State>

  /// A meter that starts now; `elapsed` says how long ago that was.
  init(
    _ bar: ProgressBar, total: Int?, on terminal: Terminal,
    elapsed: @escaping @Sendable () -> Duration = ProgressMeter.stopwatch()
  ) {
    self.bar = bar
    self.terminal = terminal
    self.elapsed = elapsed
    state = Mutex(State(total: total))
  }

  /// The total has become known.
  func expect(_ total: Int) { state.withLock { $0.total = total } }

  /// So much more is done.
  func advance(by count: Int) { update { $0.done += count } }

  /// So much is done in all; less than before counts nothing.
  func advance(to done: Int) { update { $0.done = max($0.done, done) } }

  /// Takes the line away, for good.
  func finish() {
    guard terminal.showsProgress else { return }
    state.withLock { state in
      if state.drawn != nil, !state.isFinished { terminal.note(Self.clearing) }
      state.isFinished = true
    }
  }

  private func update(_ change: (inout State) -> Void) {
    guard terminal.showsProgress else { return }
    state.withLock { state in
      change(&state)
      let now = elapsed()
      let next = state.drawn.map { $0 + Self.interval } ?? Self.patience
      guard now >= next, !state.isFinished else { return }
      state.drawn = now
      let line = bar.line(
        done: state.done, total: state.total, elapsed: now, columns: terminal.columns)
      terminal.note(Self.clearing + line)
    }
  }

  /// The time since it was made.
  static func stopwatch() -> @Sendable () -> Duration {
    let start = ContinuousClock.now
    return { start.duration(to: .now) }
  }
}
