import ContentDelivery
import Testing

@testable import WalrusUpstream

@Suite struct AttemptPlanTests {
  private typealias Code = OriginFailure.Code

  /// What a plan makes of a row of failures on endpoints 0, 1, 2 …
  private func end(
    _ codes: [OriginFailure.Code], max: Int = 3, endpoints: Int = 5, confirmations: Int = 2
  ) -> (AttemptPlan.Step, attempts: Int) {
    var plan = AttemptPlan(
      attemptsMax: max, endpointCount: endpoints, notFoundConfirmations: confirmations)
    var step = AttemptPlan.Step.attempt
    for (index, code) in codes.enumerated() where step == .attempt {
      plan.began(on: index)
      step = plan.failed(OriginFailure(code))
    }
    return (step, plan.tried.count)
  }

  private func finish(_ code: OriginFailure.Code, _ attempts: Int) -> AttemptPlan.Step {
    .finish(OriginFailure(code, attempts: attempts))
  }

  @Test(arguments: [Code.blocked, .badIdentifier, .rangeNotSatisfiable, .cancelled])
  func `an answer that no other endpoint would change is final`(code: OriginFailure.Code) {
    #expect(end([code, .notFound]).0 == finish(code, 1))
  }

  @Test(arguments: [Code.unavailable, .timedOut, .truncated, .reset, .malformed, .tooLarge])
  func `a failure of one endpoint is tried on others, so often`(code: OriginFailure.Code) {
    #expect(end([code]).0 == .attempt)
    #expect(end([code, code]).0 == .attempt)
    #expect(end([code, code, code]).0 == finish(code, 3))
    #expect(end([code], max: 1).0 == finish(code, 1))
    #expect(end([code, code], endpoints: 2).0 == finish(code, 2))
  }

  @Test func `missing content is confirmed by a second operator`() {
    #expect(end([.notFound]).0 == .attempt)
    #expect(end([.notFound, .notFound]).0 == finish(.notFound, 2))
    #expect(end([.unavailable, .notFound]).0 == .attempt)
    #expect(end([.notFound], endpoints: 1).0 == finish(.notFound, 1))
    #expect(end([.notFound], confirmations: 1).0 == finish(.notFound, 1))
  }

  @Test func `of several answers the one that says most is passed on`() {
    #expect(end([.notFound, .unavailable, .timedOut]).0 == finish(.notFound, 3))
    #expect(end([.tooLarge, .unavailable, .timedOut]).0 == finish(.tooLarge, 3))
    #expect(end([.unavailable, .reset, .timedOut]).0 == finish(.timedOut, 3))
    #expect(end([.tooLarge, .notFound, .timedOut]).0 == finish(.notFound, 3))
  }

  @Test func `a limit of our own is not tried elsewhere`() {
    var plan = AttemptPlan(attemptsMax: 3, endpointCount: 3, notFoundConfirmations: 2)
    plan.began(on: 0)
    let step = plan.failed(OriginFailure(.unavailable), isLocal: true)
    #expect(step == .finish(OriginFailure(.unavailable, attempts: 1)))
  }
}
