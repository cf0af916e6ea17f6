import Bytes
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct SliceLedgerTests {
  private let budget = ByteBudget(limit: 1 << 20)

  private func digest(_ number: UInt8) -> Bytes32 {
    Bytes32.sha256(of: [number].span.bytes)
  }

  private func ledger(_ digests: [(UInt8, String)]) -> SliceLedger {
    let ledger = SliceLedger(count: digests.count)
    for (slice, (number, source)) in digests.enumerated() {
      #expect(ledger.record(digest(number), of: slice, from: source, in: budget))
    }
    return ledger
  }

  @Test func `a digest is compared with the one that was recorded`() {
    let ledger = SliceLedger(count: 3)
    #expect(ledger.compare(digest(1), of: 1) == .unknown)
    #expect(ledger.record(digest(1), of: 1, from: "a", in: budget))
    #expect(ledger.compare(digest(1), of: 1) == .same)
    #expect(ledger.compare(digest(2), of: 1) == .differs)
    #expect(ledger.compare(digest(1), of: 2) == .unknown)
    #expect(!ledger.isComplete && ledger.sources == ["a"])
  }

  @Test func `what is known of all never becomes less`() {
    let ledger = ledger([(1, "a"), (2, "b"), (3, "a")])
    #expect(ledger.isComplete && ledger.proof == .unverified && ledger.sources == ["a", "b"])
    ledger.proved(as: .proven)
    ledger.proved(as: .checked)
    #expect(ledger.proof == .proven)
  }

  @Test func `digests are charged, given back, and refused where there is no room`() {
    let share = SliceLedger.digestsPerShare
    let small = ByteBudget(limit: share * SliceLedger.bytesPerDigest * 3 / 2)
    do {
      let ledger = SliceLedger(count: 1000)
      for slice in 0..<share {
        #expect(ledger.record(digest(0), of: slice, from: "a", in: small))
      }
      #expect(small.usedCount == share * SliceLedger.bytesPerDigest)
      #expect(!ledger.record(digest(0), of: share, from: "a", in: small))
      #expect(ledger.digestCount == share && ledger.compare(digest(0), of: share) == .unknown)
    }
    #expect(small.usedCount == 0)
  }

  @Test func `whoever sent other bytes than the proven ones is named, once`() {
    let proven = ledger([(1, "c"), (2, "c"), (3, "c"), (4, "c")])
    let disputed = ledger([(1, "a"), (9, "b"), (3, "a"), (8, "b")])
    let partial = SliceLedger(count: 4)
    #expect(partial.record(digest(7), of: 0, from: "d", in: budget))
    var disputes = SliceDisputes(countMax: 2)
    let key = SampleContent.key(1)
    let before = disputes.settle(key, by: proven)
    disputes.add([disputed, partial], of: key)
    #expect(disputes.contains(key) && !disputes.contains(SampleContent.key(2)))
    let named = disputes.settle(key, by: proven)
    let again = disputes.settle(key, by: proven)
    #expect(before == [] && named == ["b", "d"] && again == [] && !disputes.contains(key))
  }

  @Test func `of many disputes the oldest are forgotten, and empty ones are none`() {
    var disputes = SliceDisputes(countMax: 2)
    disputes.add([SliceLedger(count: 4)], of: SampleContent.key(0))
    #expect(!disputes.contains(SampleContent.key(0)))
    for number in 1...3 { disputes.add([ledger([(1, "a")])], of: SampleContent.key(number)) }
    #expect((1...3).map { disputes.contains(SampleContent.key($0)) } == [false, true, true])
  }
}
