import Synchronization
import Testing

@testable import Gateway

@Suite struct LoadShedderTests {
  private final class HandClock: Sendable {
    let now = Atomic<UInt64>(1_000_000_000)

    func pass(seconds: Double) { now.add(UInt64(seconds * 1e9), ordering: .relaxed) }
  }

  @Test func `work is refused for as long as was said, with the time that is left`() {
    let clock = HandClock()
    let shedder = LoadShedder { clock.now.load(ordering: .relaxed) }
    #expect(shedder.refusal() == nil && !shedder.isOn)
    shedder.begin(for: .seconds(30))
    #expect(shedder.refusal() == 31)
    clock.pass(seconds: 29.5)
    #expect(shedder.isOn)
    #expect(shedder.refusal() == 1)
    clock.pass(seconds: 0.5)
    #expect(shedder.refusal() == nil && !shedder.isOn)
    #expect(shedder.refusedCount == 2)
  }

  @Test func `it may end before its time, and begin anew`() {
    let clock = HandClock()
    let shedder = LoadShedder { clock.now.load(ordering: .relaxed) }
    shedder.begin(for: .seconds(30))
    shedder.end()
    #expect(shedder.refusal() == nil)
    shedder.begin(for: .seconds(1))
    #expect(shedder.isOn)
  }
}
