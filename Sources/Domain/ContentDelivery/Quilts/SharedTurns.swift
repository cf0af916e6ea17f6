/// Work that one does for all who need it at the same time: the first leads, the others wait until
/// he is done and look again.
struct SharedTurns<Key: Hashable> {
  /// What one who comes has to do.
  enum Turn {
    case lead
    case wait
    /// Too many wait.
    case refused
  }

  private let waitersMax: Int
  private var waiters: [Key: [@Sendable () -> Void]] = [:]

  /// Nobody works; for each key so many may wait.
  init(waitersMax: Int) { self.waitersMax = waitersMax }

  /// Someone needs the work done.
  ///
  /// - Parameter wake: called when he has waited long enough; only if he is to wait.
  mutating func enter(_ key: Key, wake: @escaping @Sendable () -> Void) -> Turn {
    guard let count = waiters[key]?.count else {
      waiters[key] = []
      return .lead
    }
    guard count < waitersMax else { return .refused }
    waiters[key]?.append(wake)
    return .wait
  }

  /// The leader is done; gives those who wait, to be woken.
  mutating func leave(_ key: Key) -> [@Sendable () -> Void] {
    waiters.removeValue(forKey: key) ?? []
  }
}
