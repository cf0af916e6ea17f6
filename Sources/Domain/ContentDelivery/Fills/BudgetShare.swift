internal import Bytes

/// Bytes taken from a budget, given back with the last reference.
final class BudgetShare: Sendable {
  private let budget: ByteBudget
  private let count: Int

  /// Takes so many bytes, or nothing: nil.
  init?(of budget: ByteBudget, count: Int) {
    guard budget.reserve(count) else { return nil }
    self.budget = budget
    self.count = count
  }

  deinit { budget.release(count) }
}
