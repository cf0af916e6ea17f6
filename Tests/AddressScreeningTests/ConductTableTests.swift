import Capabilities
import Testing

@testable import AddressScreening

/// What is too much, by a clock that is moved by hand.
@Suite struct ConductTableTests {
  private static let limits = ConductLimits(
    refusedPerMinute: 50, uncachedPerMinute: 500, limitFactor: 5, addressesMax: 1000)
  private let key = AddressKey("192.0.2.1")!

  /// How many offences it takes at one moment; nil when a thousand are not enough.
  private func count(of offence: AddressOffence, _ limits: ConductLimits = limits) -> Int? {
    var table = ConductTable(limits)
    for number in 1...5000 {
      if table.note(offence, of: key, at: 1000) != nil { return number }
    }
    return nil
  }

  @Test func `the first beyond what is allowed in a minute is too much`() {
    #expect(count(of: .refused) == 51)
    #expect(count(of: .uncached) == 501)
    #expect(count(of: .signInFailed) == 11)
    // A hundred were answered before the first was refused: five times the limit is 500 requests.
    #expect(count(of: .overLimit(perMinute: 100)) == 401)
  }

  @Test func `nothing is too much where the settings say so`() {
    let limits = ConductLimits(addressesMax: 10)
    for offence: AddressOffence in [
      .refused, .uncached, .signInFailed, .overLimit(perMinute: 1),
    ] { #expect(count(of: offence, limits) == nil) }
  }

  @Test func `what is allowed in a minute is allowed in every minute`() {
    var table = ConductTable(Self.limits)
    for second in 0..<3600 where second % 6 < 5 {
      let reason = table.note(.refused, of: key, at: Int64(second))
      #expect(reason == nil)
    }
  }

  @Test func `a little more than is allowed is too much after a while`() {
    var table = ConductTable(Self.limits)
    var at: Int64?
    for second in 0..<3600 where at == nil {
      if table.note(.refused, of: key, at: Int64(second)) != nil { at = Int64(second) }
    }
    #expect(at.map { (200...400).contains($0) } == true, "\(String(describing: at))")
  }

  @Test func `kinds of offences do not add up, and addresses neither`() {
    var table = ConductTable(Self.limits)
    for _ in 0..<49 {
      let reasons = [
        table.note(.refused, of: key, at: 0), table.note(.uncached, of: key, at: 0),
        table.note(.refused, of: AddressKey("192.0.2.2")!, at: 0),
      ]
      #expect(reasons == [nil, nil, nil])
    }
  }

  @Test func `a clock that goes back takes nothing away and adds nothing`() {
    var table = ConductTable(Self.limits)
    for second in [100, 90, 80] {
      for _ in 0..<15 {
        let reason = table.note(.refused, of: key, at: Int64(second))
        #expect(reason == nil)
      }
    }
  }

  @Test func `the table is bounded, and who has done most stays in it`() {
    var table = ConductTable(Self.limits)
    for _ in 0..<45 { _ = table.note(.refused, of: key, at: 0) }
    for number in 0..<100_000 {
      _ = table.note(.refused, of: AddressKey(word: UInt64(number + 1)), at: 0)
      #expect(table.count <= 1000)
    }
    var more = 0
    while table.note(.refused, of: key, at: 0) == nil, more < 20 { more += 1 }
    #expect(more == 5, "the sprayed addresses have pushed it out")
  }
}
