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
        "detail":"It is \\"cold\\".","instance":"r-1","source":"upstream","degrees":-40}

        """)
    #expect(response.fields[.retryAfter] == "7")
    #expect(response.fields[.contentType] == "application/problem+json")
  }

  @Test func `whoever is asked for patience is told how much`() {
    let response = ProblemResponder.response(to: Problem(type), instance: "")
    #expect(response.fields[.retryAfter] == "1")
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
    let none = try await router.respond(to: SampleRequest.make("GET", "/problems/none"))
    #expect(none.status == .notFound)
  }
}
