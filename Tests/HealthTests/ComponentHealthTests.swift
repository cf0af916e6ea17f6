import Testing

@testable import Health

@Suite struct ComponentHealthTests {
  private static let second = Duration.seconds(1)

  private func component(
    failures: Int = 3, successes: Int = 2, silence: Duration = .seconds(30)
  ) -> ComponentHealth {
    var limits = ComponentHealth.Limits()
    limits.failures = failures
    limits.successes = successes
    limits.silence = silence
    return ComponentHealth(.database, isRequired: true, limits: limits, at: .zero)
  }

  @Test func `one bad look changes nothing, two make it degraded, three failed`() {
    var health = component()
    #expect(health.observed(.failing("away"), at: .seconds(1)) == nil)
    #expect(health.state == .ok)
    let second = health.observed(.failing("away"), at: .seconds(2))
    #expect(second?.from == .ok && second?.to == .degraded && second?.reason == "away")
    let third = health.observed(.failing("away"), at: .seconds(3))
    #expect(third?.from == .degraded && third?.to == .failed)
    #expect(health.since == .seconds(3))
    #expect(health.observed(.failing("away"), at: .seconds(4)) == nil)
    #expect(health.since == .seconds(3))
  }

  @Test func `it is well again after as many good looks in a row as are wanted`() {
    var health = component()
    for at in 1...3 { _ = health.observed(.failing("away"), at: .seconds(at)) }
    #expect(health.observed(.healthy(latency: .milliseconds(4)), at: .seconds(4)) == nil)
    // A bad look in between begins the count anew.
    #expect(health.observed(.failing("away"), at: .seconds(5)) == nil)
    #expect(health.observed(.healthy(latency: nil), at: .seconds(6)) == nil)
    #expect(health.state == .failed && health.reason == "away")
    let change = health.observed(.healthy(latency: nil), at: .seconds(7))
    #expect(change?.from == .failed && change?.to == .ok && change?.reason == nil)
    #expect(health.reason == nil)
    #expect(health.latency == .milliseconds(4))
  }

  @Test func `looks that alternate between good and bad never fail it`() {
    var health = component()
    for at in 1...100 {
      let observation: ComponentObservation =
        at % 2 == 0 ? .healthy(latency: nil) : .failing("away")
      #expect(health.observed(observation, at: .seconds(at)) == nil)
    }
    #expect(health.state == .ok)
  }

  @Test func `a strain degrades it, and lifts what had failed to degraded`() {
    var health = component()
    #expect(health.observed(.strained("slow", latency: .seconds(2)), at: .seconds(1)) == nil)
    #expect(health.observed(.strained("slow"), at: .seconds(2))?.to == .degraded)
    #expect(health.observed(.strained("slow"), at: .seconds(3)) == nil)
    for at in 4...6 { _ = health.observed(.failing("away"), at: .seconds(at)) }
    #expect(health.state == .failed)
    #expect(health.observed(.strained("slow"), at: .seconds(7)) == nil)
    #expect(health.observed(.strained("slow"), at: .seconds(8))?.to == .degraded)
    #expect(health.latency == .seconds(2))
  }

  @Test func `what is beyond doubt needs no second look`() {
    var health = component()
    #expect(health.observed(.failed("stuck"), at: .seconds(1))?.to == .failed)
  }

  @Test func `silence counts as a bad look, once in each stretch of it`() {
    var health = component(silence: .seconds(10))
    #expect(health.passed(at: .seconds(9)) == nil)
    #expect(health.passed(at: .seconds(10)) == nil)
    #expect(health.passed(at: .seconds(11)) == nil)
    #expect(health.passed(at: .seconds(20))?.to == .degraded)
    #expect(health.passed(at: .seconds(30))?.to == .failed)
    #expect(health.reason == "nothing was heard of it")
    #expect(health.observedAt == nil)
  }

  @Test func `a component that may fail at once does`() {
    var health = component(failures: 1, successes: 1)
    #expect(health.observed(.failing("away"), at: .seconds(1))?.to == .failed)
    #expect(health.observed(.healthy(latency: nil), at: .seconds(2))?.to == .ok)
  }
}
