/// Which errors are reported, and how many: a state machine. The same error is reported once in a
/// while with the number of its repetitions, and no more than so many are reported in a minute.
/// Times are nanoseconds of a clock that only goes forward.
package struct ReportQueue: Sendable {
  /// An error on its way.
  package struct Report: Sendable {
    package let event: ErrorEvent
    /// When it happened, in milliseconds since 1970.
    package let milliseconds: Int64
    /// How often the same happened unreported before.
    package let repetitions: Int
  }

  /// What has become of all errors so far.
  package struct Counts: Sendable, Hashable {
    /// Sent, left out as repetitions, left out for being too many, and lost on the way.
    package var sent = 0
    package var repeated = 0
    package var limited = 0
    package var failed = 0
  }

  private struct Seen: Sendable {
    var reportedAt: UInt64
    var repetitions = 0
  }

  private static let secondNanoseconds: UInt64 = 1_000_000_000
  /// For how long an error that was reported is only counted.
  private static let quiet = 60 * secondNanoseconds
  /// Different errors that are remembered.
  private static let seenMax = 256
  /// Errors that wait.
  static let waitingMax = 64

  /// What has become of all errors so far.
  package private(set) var counts = Counts()
  private var waiting: [Report] = []
  private var seen: [[String]: Seen] = [:]
  private let perMinute: Int
  private var minuteBegan: UInt64 = 0
  private var inMinute = 0

  /// Nothing that waits.
  package init(perMinute: Int) { self.perMinute = perMinute }

  /// Errors that wait.
  package var count: Int { waiting.count }

  /// An error happened.
  package mutating func add(_ event: ErrorEvent, at now: UInt64, milliseconds: Int64) {
    let key = event.fingerprint
    var repetitions = 0
    if let known = seen[key] {
      guard now &- known.reportedAt >= Self.quiet else {
        seen[key]?.repetitions += 1
        counts.repeated += 1
        return
      }
      repetitions = known.repetitions
    }
    if now &- minuteBegan >= Self.quiet || minuteBegan == 0 {
      minuteBegan = max(now, 1)
      inMinute = 0
    }
    guard inMinute < perMinute, waiting.count < Self.waitingMax else {
      counts.limited += 1
      return
    }
    inMinute += 1
    if seen.count >= Self.seenMax, seen[key] == nil { forget(at: now) }
    seen[key] = Seen(reportedAt: now)
    waiting.append(Report(event: event, milliseconds: milliseconds, repetitions: repetitions))
  }

  /// Takes the oldest error that waits.
  package mutating func next() -> Report? { waiting.isEmpty ? nil : waiting.removeFirst() }

  /// What became of one that was taken.
  package mutating func settle(isSent: Bool) {
    if isSent { counts.sent += 1 } else { counts.failed += 1 }
  }

  private mutating func forget(at now: UInt64) {
    seen = seen.filter { now &- $0.value.reportedAt < Self.quiet }
    if seen.count >= Self.seenMax { seen.removeAll() }
  }
}
