/// Bounds the calls of one dependency that are under way at a time, so that one that is slow does
/// not take what the others need.
package struct Bulkhead: Sendable, Hashable {
  /// Calls at a time; nil where something else bounds them.
  package let callsMax: Int?
  /// Calls under way.
  package private(set) var callCount = 0
  /// Calls that were refused because too many were under way.
  package private(set) var refusedCount = 0

  /// A bulkhead with nothing under way.
  package init(callsMax: Int?) { self.callsMax = callsMax }

  /// Whether one more call may begin.
  package var hasRoom: Bool { callsMax.map { callCount < $0 } ?? true }

  /// Begins a call, or says false. Whoever begins one ends it once.
  package mutating func enter() -> Bool {
    guard hasRoom else {
      refusedCount += 1
      return false
    }
    callCount += 1
    return true
  }

  /// A call has ended.
  package mutating func leave() {
    precondition(callCount > 0, "more calls ended than began")
    callCount -= 1
  }
}
