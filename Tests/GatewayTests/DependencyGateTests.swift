import JSON
import Resilience
import Synchronization
import Testing

@testable import Gateway

@Suite struct DependencyGateTests {
  @Test func `what keeps failing is left alone, and the report says so`() {
    let now = HandTime()
    let gate = DependencyGate("database", limits: CircuitBreaker.Limits()) { now.value }
    for _ in 0..<5 {
      #expect(gate.enter() == nil)
      gate.leave(.failed)
    }
    #expect(gate.enter() == .breakerOpen)
    #expect(gate.recoversIn == .seconds(30))
    let report = gate.report
    #expect(report.state == .open && report.openedCount == 1 && report.refusedCount == 1)
    let text = report.json(at: 1_800_000_000).text
    #expect(text.contains(#""dependency":"database","state":"open""#))
    #expect(text.contains(#""recoversAt":1800000031"#))
    now.pass(.seconds(30))
    #expect(gate.enter() == nil)
    gate.leave(.answered)
    gate.retryNow()
    #expect(gate.report.state == .halfOpen)
  }

  private final class HandTime: Sendable {
    private let nanoseconds = Atomic<Int64>(0)

    var value: Duration { .nanoseconds(nanoseconds.load(ordering: .relaxed)) }

    func pass(_ time: Duration) {
      nanoseconds.add(Int64(time / .nanoseconds(1)), ordering: .relaxed)
    }
  }
}
