import HTTP
import JSON
import Testing

@testable import Routing

@Suite struct ProblemTests {
  private let type = ProblemType(
    slug: "too-cold", status: .serviceUnavailable, title: "Too cold", advice: "Wait & <see>.")

  @Test func `a problem document has its members in order`() {
    var problem = Problem(
      type, detail: "It is \"cold\".", members: [.init("degrees", -40)], retryAfter: 7)
    problem.source = .upstream
    let response = ProblemResponder.response(to: problem, instance: "r-1")
    #expect(
      response.text == """
        {"type":"/problems/too-cold","title":"Too cold","status":503,\
        "detail":"It is \\"cold\\".","instance":"r-1","code":"too-cold","source":"upstream",\
        "retryable":true,"retryAfter":7,"degrees":-40}

        """)
    #expect(response.fields[.retryAfter] == "7")
    #expect(response.fields[.contentType] == "application/problem+json")
  }

  @Test func `whoever is asked for patience is told how much`() {
    let response = ProblemResponder.response(to: Problem(type), instance: "")
    #expect(response.fields[.retryAfter] == "1")
    #expect(response.text.contains(#""retryable":true,"retryAfter":1"#))
  }

  @Test(arguments: [
    (Status.badRequest, Problem.Source.client, false), (.tooManyRequests, .client, true),
    (.requestTimeout, .client, true), (.internalServerError, .edge, false),
    (.notImplemented, .edge, false), (.badGateway, .upstream, true),
    (.serviceUnavailable, .edge, true), (.gatewayTimeout, .upstream, true),
  ])
  func `the status says whose fault it is and whether to try again, unless the type knows better`(
    status: Status, source: Problem.Source, isRetryable: Bool
  ) {
    let usual = ProblemType(slug: "a", status: status, title: "A", advice: "B.")
    #expect(usual.source == source && usual.isRetryable == isRetryable)
    let other = ProblemType(
      slug: "a", status: status, title: "A", source: .upstream, isRetryable: !isRetryable,
      advice: "B.")
    #expect(other.source == .upstream && other.isRetryable == !isRetryable)
    #expect(Problem(other).source == .upstream)
  }

  @Test func `who need not try again is not told when`() {
    let final = ProblemType(
      slug: "a", status: .serviceUnavailable, title: "A", isRetryable: false, advice: "B.")
    let response = ProblemResponder.response(to: Problem(final), instance: "")
    #expect(response.fields[.retryAfter] == nil)
    #expect(response.text.contains(#""retryable":false"#))
    #expect(!response.text.contains("retryAfter"))
  }

  @Test(
    arguments: [
      (RequestBodyError.tooLarge(limit: 5), 413), (.malformed, 400), (.timedOut, 408),
      (.disconnected, 503),
    ])
  func `errors of the request's content are problems`(error: RequestBodyError, status: Int) {
    let response = ProblemResponder().response(
      to: error, for: FailedRequest(id: "", route: nil))
    #expect(response.status.code == UInt16(status))
  }

  @Test func `cancellation is no mistake of the server`() {
    let responder = ProblemResponder { _, _ in Issue.record("reported") }
    #expect(
      responder.response(to: CancellationError(), for: FailedRequest(id: "", route: nil)).status
        .code == 503)
  }

  @Test func `every type has a page`() async throws {
    let pages = ProblemPages(RoutingProblems.all + [type])
    let router = try Router(pages.routes, admission: AreaGuard(publicAreas: []))
    for type in RoutingProblems.all + [type] {
      let response = try await router.respond(to: SampleRequest.make("GET", type.address))
      #expect(response.status == .ok, "\(type.slug)")
    }
    let page = try await router.respond(to: SampleRequest.make("GET", "/problems/too-cold"))
    #expect(page.text.contains("Wait &amp; &lt;see&gt;."))
    let list = try await router.respond(to: SampleRequest.make("GET", "/problems"))
    #expect(list.text.contains("/problems/too-cold"))
    #expect(list.text.contains("503, edge, may be sent again"))
    #expect(page.text.contains("<dd>edge, unless") && page.text.contains("may be sent again later"))
    let none = try await router.respond(to: SampleRequest.make("GET", "/problems/none"))
    #expect(none.status == .notFound)
  }
}
