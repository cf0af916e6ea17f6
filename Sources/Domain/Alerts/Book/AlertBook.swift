package import Capabilities

/// Decides which alerts are told: each matter once when it begins and once when it is over, and its
/// beginning no more than once in a quiet time, however often it comes and goes.
///
/// Time is a parameter: a duration since one fixed moment.
package struct AlertBook: Sendable {
  /// What bounds it.
  package struct Limits: Hashable, Sendable {
    /// From one telling of a matter's beginning to the next.
    package var quiet = Duration.seconds(300)
    /// Matters that are remembered.
    package var keysMax = 1000
    /// What matters less is not told.
    package var severityMin = AlertSeverity.warning

    /// The usual limits.
    package init() {}
  }

  /// An alert that is to be told now.
  package struct Telling: Hashable, Sendable {
    /// The alert.
    package let event: AlertEvent
    /// How often the same was noticed and not told since the last time.
    package let repeatCount: Int
  }

  private struct Matter {
    var latest: AlertEvent
    /// Whether it goes on, and whether its beginning was told and its end was not.
    var isOpen: Bool
    var isTold = false
    var toldSeverity = AlertSeverity.info
    var toldAt: Duration?
    var repeatCount = 0
  }

  private let limits: Limits
  private var matters: [String: Matter] = [:]
  /// Alerts that were not told.
  package private(set) var suppressedCount = 0

  /// An empty book.
  package init(_ limits: Limits = Limits()) { self.limits = limits }

  /// Something was noticed; gives what is to be told of it.
  package mutating func noted(_ event: AlertEvent, at now: Duration) -> Telling? {
    guard event.severity >= limits.severityMin || event.phase == .resolved else {
      suppressedCount += 1
      return nil
    }
    guard var matter = matters[event.key] ?? newMatter(event) else {
      suppressedCount += 1
      return nil
    }
    matter.latest = event
    matter.isOpen = event.phase == .firing
    defer { matters[event.key] = matter }
    switch event.phase {
    case .resolved:
      guard matter.isTold else { return suppress(&matter) }
      matter.isTold = false
      return Telling(event: event, repeatCount: 0)
    case .firing where matter.isTold && event.severity <= matter.toldSeverity:
      return suppress(&matter)
    case .firing, .notice: return tell(&matter, at: now)
    }
  }

  /// Time has passed; gives what was held back for its quiet time and still goes on.
  package mutating func due(at now: Duration) -> [Telling] {
    var tellings: [Telling] = []
    for (key, var matter) in matters.sorted(by: { $0.key < $1.key })
    where matter.isOpen && !matter.isTold && !isQuiet(matter, at: now) {
      if let telling = tell(&matter, at: now) { tellings.append(telling) }
      matters[key] = matter
    }
    return tellings
  }

  /// Matters that were told of and are not over.
  package var openKeys: [String] {
    matters.filter { $0.value.isOpen }.keys.sorted()
  }

  private mutating func suppress(_ matter: inout Matter) -> Telling? {
    matter.repeatCount += 1
    suppressedCount += 1
    return nil
  }

  private mutating func tell(_ matter: inout Matter, at now: Duration) -> Telling? {
    let isWorse = matter.isTold && matter.latest.severity > matter.toldSeverity
    guard isWorse || !isQuiet(matter, at: now) else { return suppress(&matter) }
    defer {
      matter.isTold = matter.isOpen
      matter.toldSeverity = matter.latest.severity
      matter.toldAt = now
      matter.repeatCount = 0
    }
    return Telling(event: matter.latest, repeatCount: matter.repeatCount)
  }

  private func isQuiet(_ matter: Matter, at now: Duration) -> Bool {
    matter.toldAt.map { now - $0 < limits.quiet } ?? false
  }

  /// A matter that is not known yet; nil when it is an end, or when there is no room for it.
  private mutating func newMatter(_ event: AlertEvent) -> Matter? {
    guard event.phase != .resolved else { return nil }
    if matters.count >= limits.keysMax {
      let oldest = matters.filter { !$0.value.isOpen }
        .min { ($0.value.toldAt ?? .zero, $0.key) < ($1.value.toldAt ?? .zero, $1.key) }
      guard let oldest else { return nil }
      matters[oldest.key] = nil
    }
    return Matter(latest: event, isOpen: event.phase == .firing)
  }
}
