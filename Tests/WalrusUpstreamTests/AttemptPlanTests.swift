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

  /// What a 404 ends with that nobody else has confirmed.
  private func unconfirmed(_ attempts: Int) -> AttemptPlan.Step {
    var failure = OriginFailure(.notFound, attempts: attempts)
    failure.isConfirmed = false
    return .finish(failure)
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
    #expect(end([.notFound, .unavailable, .timedOut]).0 == unconfirmed(3))
    #expect(end([.tooLarge, .unavailable, .timedOut]).0 == finish(.tooLarge, 3))
    #expect(end([.unavailable, .reset, .timedOut]).0 == finish(.timedOut, 3))
    #expect(end([.tooLarge, .notFound, .timedOut]).0 == unconfirmed(3))
  }

  @Test func `a limit of our own is not tried elsewhere`() {
    var plan = AttemptPlan(attemptsMax: 3, endpointCount: 3, notFoundConfirmations: 2)
    plan.began(on: 0)
    let step = plan.failed(OriginFailure(.unavailable), isLocal: true)
    #expect(step == .finish(OriginFailure(.unavailable, attempts: 1)))
  }

  @Test func `another host of the same operator confirms nothing`() {
    var plan = AttemptPlan(
      attemptsMax: 3, endpointCount: 4, notFoundConfirmations: 2, operators: [7, 7, 8, 8])
    #expect(plan.purpose == .first)
    plan.began(on: 1)
    let first = plan.failed(OriginFailure(.notFound))
    #expect(first == .attempt)
    #expect(plan.purpose == .confirmation)
    #expect(plan.excluded == [1, 0, 1])
    plan.began(on: 0)
    let second = plan.failed(OriginFailure(.notFound))
    #expect(second == .attempt, "it was asked all the same")
    plan.began(on: 3)
    let third = plan.failed(OriginFailure(.notFound))
    #expect(third == finish(.notFound, 3))
    #expect(plan.isDecided)
  }

  @Test func `a single operator cannot be confirmed by another`() {
    var plan = AttemptPlan(
      attemptsMax: 3, endpointCount: 2, notFoundConfirmations: 2, operators: [0, 0])
    plan.began(on: 0)
    let step = plan.failed(OriginFailure(.notFound))
    #expect(step == finish(.notFound, 1))
  }

  @Test func `a 404 that nobody is left to confirm is unconfirmed`() {
    var plan = AttemptPlan(attemptsMax: 3, endpointCount: 3, notFoundConfirmations: 2)
    plan.began(on: 0)
    let step = plan.failed(OriginFailure(.notFound))
    #expect(step == .attempt)
    let end = plan.surrender(OriginFailure(.notFound))
    #expect(end.code == .notFound)
    #expect(!end.isConfirmed)
  }

  @Test func `after a head all but what is forbidden may be asked elsewhere`() {
    var plan = AttemptPlan(attemptsMax: 2, endpointCount: 2, notFoundConfirmations: 2)
    plan.began(on: 0)
    for code in OriginFailure.Code.allCases {
      let mayContinue = plan.mayContinue(after: OriginFailure(code))
      #expect(mayContinue == (code != .blocked && code != .cancelled))
    }
    plan.began(on: 1)
    let mayContinue = plan.mayContinue(after: OriginFailure(.reset))
    #expect(!mayContinue)
  }
}
