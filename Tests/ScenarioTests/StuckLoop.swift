import Locks

/// Holds whoever calls `hold` until it is freed, for half a minute at most.
final class StuckLoop: Sendable {
  private let isFree = Monitor(false)

  func hold() { _ = isFree.wait(within: .seconds(30)) { $0 ? true : nil } }

  func free() {
    isFree.withLock { $0 = true }
    isFree.signal()
  }
}
