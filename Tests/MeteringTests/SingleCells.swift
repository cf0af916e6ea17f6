@testable import Metering

/// The limit of a minute, in a box that tests can ask.
final class SingleRate {
  private let cell = RateCell()

  func take(_ count: Int64, at now: Int64) -> Bool { cell.take(count, at: now) }
  func giveBack(_ count: Int64) { cell.giveBack(count) }
  func left(of count: Int64, at now: Int64) -> (remaining: Int64, wait: Int64) {
    cell.left(of: count, at: now)
  }
}

/// A quota, in a box that tests can ask.
final class SingleQuota {
  private let cell = QuotaCell()

  func take(_ amount: Int64, of limit: Int64, in period: Int64) -> Bool {
    cell.take(amount, of: limit, in: period)
  }
  func add(_ amount: Int64, in period: Int64) { cell.add(amount, in: period) }
  func used(in period: Int64) -> Int64 { cell.used(in: period) }
}
