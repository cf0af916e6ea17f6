import Resilience
import Testing

@Suite struct DependencyCallsTests {
  private var calls = DependencyCalls(limits: CircuitBreaker.Limits(), callsMax: 2)

  private mutating func fail(_ count: Int, at now: Duration = .zero) {
    for _ in 0..<count {
      #expect(calls.begin(at: now) == nil)
      calls.ended(.failed, at: now)
    }
  }

  @Test mutating func `five failures in a row open it, and an answer in between does not`() {
    fail(4)
    #expect(calls.begin(at: .zero) == nil)
    calls.ended(.answered, at: .zero)
    fail(4)
    #expect(calls.breaker.state(at: .zero) == .closed)
    fail(1)
    #expect(calls.breaker.state(at: .zero) == .open)
    #expect(calls.begin(at: .seconds(1)) == .breakerOpen)
    #expect(calls.refusedCount == 1)
  }

  @Test mutating func `too many at a time are refused, and make place when they end`() {
    #expect(calls.begin(at: .zero) == nil)
    #expect(calls.begin(at: .zero) == nil)
    #expect(calls.begin(at: .zero) == .full)
    #expect(calls.bulkhead.refusedCount == 1)
    calls.ended(.answered, at: .zero)
    #expect(calls.begin(at: .zero) == nil)
  }

  @Test mutating func `a full half-open gate keeps the place of the trial free`() {
    fail(5)
    #expect(calls.begin(at: .seconds(30)) == nil)
    // The one trial is under way.
    #expect(calls.begin(at: .seconds(30)) == .breakerOpen)
    calls.ended(.abandoned, at: .seconds(30))
    #expect(calls.begin(at: .seconds(30)) == nil)
  }

  @Test mutating func `a trial may be let pass before its time, and two close it`() {
    fail(5)
    calls.retryNow()
    #expect(calls.breaker.state(at: .seconds(1)) == .halfOpen)
    for _ in 0..<2 {
      #expect(calls.begin(at: .seconds(1)) == nil)
      calls.ended(.answered, at: .seconds(1))
    }
    #expect(calls.breaker.state(at: .seconds(1)) == .closed)
    // What is closed is not changed by it.
    calls.retryNow()
    #expect(calls.breaker.state(at: .seconds(1)) == .closed)
  }

  @Test mutating func `a trial that fails leaves it open for as long as before`() {
    fail(5)
    calls.retryNow()
    fail(1, at: .seconds(1))
    #expect(calls.begin(at: .seconds(30)) == .breakerOpen)
    #expect(calls.begin(at: .seconds(31)) == nil)
  }
}
