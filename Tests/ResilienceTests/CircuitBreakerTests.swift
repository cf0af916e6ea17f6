import Resilience
import Testing

@Suite struct CircuitBreakerTests {
  private static func opened(at now: Duration = .zero) -> CircuitBreaker {
    var breaker = CircuitBreaker()
    for _ in 0..<5 { breaker.failed(at: now) }
    return breaker
  }

  private static func admit(_ breaker: inout CircuitBreaker, _ now: Duration) -> Bool {
    breaker.admit(at: now)
  }

  @Test func `five failures in a row open it`() {
    var breaker = CircuitBreaker()
    for _ in 0..<4 { breaker.failed(at: .zero) }
    #expect(breaker.state(at: .zero) == .closed)
    #expect(breaker.failureCount == 4)
    breaker.failed(at: .seconds(1))
    #expect(breaker.state(at: .seconds(1)) == .open)
    #expect(breaker.recovers(after: .seconds(1)) == .seconds(31))
    #expect(breaker.openedCount == 1)
    #expect(!Self.admit(&breaker, .seconds(30)))
  }

  @Test func `a success between failures begins the row again`() {
    var breaker = CircuitBreaker()
    for _ in 0..<4 { breaker.failed(at: .zero) }
    breaker.succeeded()
    for _ in 0..<4 { breaker.failed(at: .zero) }
    #expect(breaker.state(at: .zero) == .closed)
  }

  @Test func `after its recovery one trial passes at a time`() {
    var breaker = Self.opened()
    #expect(breaker.state(at: .seconds(29)) == .open)
    #expect(breaker.state(at: .seconds(30)) == .halfOpen)
    #expect(Self.admit(&breaker, .seconds(30)))
    #expect(!breaker.wouldAdmit(at: .seconds(31)))
    #expect(!Self.admit(&breaker, .seconds(31)))
    breaker.succeeded()
    #expect(breaker.state(at: .seconds(32)) == .halfOpen)
    #expect(Self.admit(&breaker, .seconds(32)))
    breaker.succeeded()
    #expect(breaker.state(at: .seconds(32)) == .closed)
    #expect(breaker.failureCount == 0)
  }

  @Test func `a failed trial opens it for a whole recovery more`() {
    var breaker = Self.opened()
    #expect(Self.admit(&breaker, .seconds(40)))
    breaker.failed(at: .seconds(41))
    #expect(breaker.state(at: .seconds(70)) == .open)
    #expect(breaker.state(at: .seconds(71)) == .halfOpen)
    #expect(breaker.openedCount == 2)
  }

  @Test func `a failed second trial forgets the first`() {
    var breaker = Self.opened()
    #expect(Self.admit(&breaker, .seconds(30)))
    breaker.succeeded()
    #expect(Self.admit(&breaker, .seconds(30)))
    breaker.failed(at: .seconds(30))
    #expect(Self.admit(&breaker, .seconds(60)))
    breaker.succeeded()
    #expect(breaker.state(at: .seconds(60)) == .halfOpen)
  }

  @Test func `what began before it opened says nothing`() {
    var breaker = Self.opened()
    breaker.succeeded()
    breaker.failed(at: .seconds(20))
    #expect(breaker.state(at: .seconds(20)) == .open)
    #expect(breaker.state(at: .seconds(30)) == .halfOpen)
  }

  @Test func `a trial whose asker left gives its place up`() {
    var breaker = Self.opened()
    #expect(Self.admit(&breaker, .seconds(30)))
    breaker.abandoned()
    #expect(Self.admit(&breaker, .seconds(30)))
  }

  @Test func `a trial of which nothing is heard holds its place for a recovery`() {
    var breaker = Self.opened()
    #expect(Self.admit(&breaker, .seconds(30)))
    #expect(!Self.admit(&breaker, .seconds(59)))
    #expect(Self.admit(&breaker, .seconds(60)))
  }

  @Test func `its numbers are settings`() {
    var limits = CircuitBreaker.Limits()
    limits.failures = 1
    limits.recovery = .milliseconds(10)
    limits.successes = 1
    var breaker = CircuitBreaker(limits: limits)
    breaker.failed(at: .zero)
    #expect(breaker.state(at: .milliseconds(9)) == .open)
    #expect(Self.admit(&breaker, .milliseconds(10)))
    breaker.succeeded()
    #expect(breaker.state(at: .milliseconds(10)) == .closed)
  }
}
