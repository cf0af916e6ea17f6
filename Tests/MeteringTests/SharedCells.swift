import Locks
import TestSupport

@testable import Metering

/// An account that many threads take from at once.
final class SharedCells: Sendable {
  let account = LimitAccount(id: "u", isOfToken: false)

  /// How many of 1,000 attempts on eight threads pass.
  func passed(_ take: @escaping @Sendable (LimitAccount) -> Bool) async -> Int {
    let account = self.account
    return await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          await BlockingThread.run { () throws(Never) in
            (0..<125).count { _ in take(account) }
          }
        }
      }
      return await group.reduce(0, +)
    }
  }
}
