import ContentDelivery
import Testing

@testable import IPFSUpstream

@Suite struct GatewayPlanTests {
  private typealias Code = OriginFailure.Code

  private func end(
    _ codes: [OriginFailure.Code], max: Int = 3, gateways: Int = 5
  ) -> GatewayPlan.Step {
    var plan = GatewayPlan(attemptsMax: max, gatewayCount: gateways, notFoundConfirmations: 2)
    var step = GatewayPlan.Step.attempt
    for (index, code) in codes.enumerated() where step == .attempt {
      plan.began(on: index)
      step = plan.failed(OriginFailure(code))
    }
    return step
  }

  private func finish(_ code: OriginFailure.Code, _ attempts: Int) -> GatewayPlan.Step {
    .finish(OriginFailure(code, attempts: attempts))
  }

  @Test(arguments: [Code.blocked, .rangeNotSatisfiable, .unsupported, .cancelled])
  func `an answer that no other gateway would change is final`(code: OriginFailure.Code) {
    #expect(end([code]) == finish(code, 1))
  }

  @Test(arguments: [
    Code.unavailable, .timedOut, .truncated, .reset, .malformed, .mismatched, .tooLarge,
    .badIdentifier,
  ])
  func `a failure of one gateway is tried on others, so often`(code: OriginFailure.Code) {
    #expect(end([code, code]) == .attempt)
    #expect(end([code, code, code]) == finish(code, 3))
    #expect(end([code], max: 1) == finish(code, 1))
    #expect(end([code, code], gateways: 2) == finish(code, 2))
  }

  @Test func `missing content is confirmed by a second gateway`() {
    #expect(end([.notFound]) == .attempt)
    #expect(end([.notFound, .notFound]) == finish(.notFound, 2))
    #expect(end([.notFound], gateways: 1) == finish(.notFound, 1))
  }

  @Test func `of several answers the one that says most is passed on`() {
    #expect(end([.notFound, .mismatched, .timedOut]) == finish(.notFound, 3))
    #expect(end([.mismatched, .unavailable, .timedOut]) == finish(.mismatched, 3))
    #expect(end([.mismatched, .tooLarge, .timedOut]) == finish(.tooLarge, 3))
    #expect(end([.unavailable, .reset, .timedOut]) == finish(.timedOut, 3))
  }

  @Test func `a limit of our own is not tried elsewhere`() {
    var plan = GatewayPlan(attemptsMax: 3, gatewayCount: 3, notFoundConfirmations: 2)
    plan.began(on: 0)
    #expect(plan.failed(OriginFailure(.overloaded), isLocal: true) == finish(.overloaded, 1))
  }

  @Test func `gateways are asked in turn, those that will do`() {
    let rotation = GatewayRotation(count: 3, start: 7)
    #expect((0..<4).map { _ in rotation.choose { _ in true } } == [1, 2, 0, 1])
    #expect(rotation.choose { $0 != 2 } == 0)
    #expect(rotation.choose { _ in false } == nil)
    #expect(GatewayRotation(count: 0, start: 1).choose { _ in true } == nil)
  }

  @Test(arguments: [
    "https://gateway.example", "http://127.0.0.1:8080/", "http://[::1]:80", "https://a.b/prefix/x",
  ])
  func `a gateway's URL is read`(text: String) throws {
    let gateway = try #require(IPFSGateway(text))
    #expect(!gateway.base.hasSuffix("/"))
    #expect(gateway.url("/ipfs/x").hasSuffix("/ipfs/x"))
    #expect(gateway.servesBlocks && gateway.servesFiles)
  }

  @Test(arguments: [
    "", "gateway.example", "ftp://a", "https://", "https://u@a", "https://a?x", "https://a#x",
    "https://a:0", "https://a:x", "https://-a", "https://a b", "https://[a]", "https://.a",
  ])
  func `what is no gateway's URL is refused`(text: String) {
    #expect(IPFSGateway(text) == nil)
  }

  @Test func `among the usual gateways some serve blocks and some serve files`() {
    #expect(IPFSGateway.usual.count { $0.servesBlocks } >= 2)
    #expect(IPFSGateway.usual.contains { $0.servesFiles })
    #expect(IPFSGateway.usual.allSatisfy { $0.base.hasPrefix("https://") })
  }
}
