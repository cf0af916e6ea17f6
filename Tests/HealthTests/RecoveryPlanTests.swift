import Testing

@testable import Health

@Suite struct RecoveryPlanTests {
  private static let failed = [Trouble.component(.database, .failed)]
  private static let reconnect = RecoveryStep(.reconnect, .database)

  private func plan(attemptsMax: Int = 3) -> RecoveryPlan {
    var limits = RecoveryPlan.Limits()
    limits.coolDown = .seconds(30)
    limits.attemptsMax = attemptsMax
    limits.window = .seconds(600)
    return RecoveryPlan(limits)
  }

  @Test func `something is done at once, and again after its pause`() {
    var plan = plan()
    #expect(plan.decide(Self.failed, at: .zero) == [.take(Self.reconnect, attempt: 1)])
    #expect(plan.decide(Self.failed, at: .seconds(29)) == [])
    #expect(plan.decide(Self.failed, at: .seconds(30)) == [.take(Self.reconnect, attempt: 2)])
    #expect(plan.decide([], at: .seconds(60)) == [])
  }

  @Test func `what does not help is given up, once, and tried again when the window is over`() {
    var plan = plan()
    var decisions: [RecoveryPlan.Decision] = []
    for second in stride(from: 0, through: 599, by: 10) {
      decisions += plan.decide(Self.failed, at: .seconds(second))
    }
    #expect(
      decisions == [
        .take(Self.reconnect, attempt: 1), .take(Self.reconnect, attempt: 2),
        .take(Self.reconnect, attempt: 3), .giveUp(Self.reconnect),
      ])
    #expect(plan.decide(Self.failed, at: .seconds(600)) == [.take(Self.reconnect, attempt: 3)])
  }

  @Test func `a step that two troubles call for is taken once`() {
    var plan = plan()
    let troubles: [Trouble] = [.component(.aggregators, .degraded), .anomaly(.errorRate)]
    #expect(
      plan.decide(troubles, at: .zero) == [
        .take(RecoveryStep(.failOver, .aggregators), attempt: 1)
      ])
  }

  @Test func `the pause of one step is not that of another`() {
    var plan = plan()
    _ = plan.decide(Self.failed, at: .zero)
    #expect(
      plan.decide([.component(.sharedState, .failed)], at: .seconds(1)) == [
        .take(RecoveryStep(.reconnect, .sharedState), attempt: 1)
      ])
  }

  @Test(arguments: [
    (Trouble.component(.database, .failed), [RecoveryAction.reconnect]),
    (.component(.sharedState, .failed), [.reconnect]),
    (.component(.aggregators, .failed), [.failOver]),
    (.component(.publishers, .degraded), [.failOver]),
    (.component(.memory, .degraded), [.shrinkCache]),
    (.component(.memory, .failed), [.shedLoad, .shrinkCache]),
    (.component(.loops, .degraded), [.shedLoad]),
    (.component(.loops, .failed), []),
    (.component(.disk, .failed), []),
    (.component(.database, .degraded), []),
    (.recovered(.aggregators), [.warmCache]),
    (.recovered(.database), []),
    (.anomaly(.errorRate), [.failOver]),
    (.anomaly(.latency), [.shedLoad]),
  ])
  func `each trouble has its steps`(trouble: Trouble, actions: [RecoveryAction]) {
    #expect(trouble.steps.map(\.action) == actions)
  }
}
