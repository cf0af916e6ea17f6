import TestSupport
import Testing

@testable import Metering

/// What was used of a quota, with its period in one word.
@Suite struct QuotaCellTests {
  @Test func `counts up to the limit and begins anew with the period`() {
    let cell = SingleQuota()
    for _ in 0..<3 { #expect(cell.take(1, of: 3, in: 20_000)) }
    #expect(!cell.take(1, of: 3, in: 20_000))
    #expect(cell.used(in: 20_000) == 3)
    #expect(cell.used(in: 20_001) == 0)
    #expect(cell.take(1, of: 3, in: 20_001))
    #expect(cell.used(in: 20_001) == 1)
  }

  @Test func `an amount passes whole or not at all`() {
    let cell = SingleQuota()
    #expect(cell.take(7, of: 10, in: 1))
    #expect(!cell.take(4, of: 10, in: 1))
    #expect(cell.take(3, of: 10, in: 1))
  }

  @Test func `never falls below nothing, and never runs over`() {
    let cell = SingleQuota()
    cell.add(-5, in: 1)
    #expect(cell.used(in: 1) == 0)
    cell.add(QuotaCell.countMax, in: 1)
    cell.add(5, in: 1)
    #expect(cell.used(in: 1) == QuotaCell.countMax)
    #expect(cell.used(in: 2) == 0)
  }

  @Test func `threads that take at once get exactly what there is`() async {
    let passed = await SharedCells().passed { $0.day.take(1, of: 100, in: 7) }
    #expect(passed == 100)
  }
}
