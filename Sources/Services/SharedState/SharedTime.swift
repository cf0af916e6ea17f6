/// A moment of the civil calendar in UTC, as edges and the store exchange it.
package struct SharedTime: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package var microseconds: Int64

  /// A moment so many microseconds after 1970-01-01T00:00:00Z.
  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// A moment so many seconds after 1970-01-01T00:00:00Z.
  package init(seconds: Int64) { self.microseconds = seconds * 1_000_000 }

  package static func < (left: SharedTime, right: SharedTime) -> Bool {
    left.microseconds < right.microseconds
  }

  /// A later moment.
  package static func + (left: SharedTime, right: Duration) -> SharedTime {
    SharedTime(microseconds: left.microseconds + right.wholeMicroseconds)
  }
}
