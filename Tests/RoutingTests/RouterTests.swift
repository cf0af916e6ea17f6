import HTTP
import Testing

@testable import Routing

@Suite struct RouterTests {
  /// A route that answers with its template and parameters.
  private func route(_ method: Method, _ template: String, bodyMax: Int = 0) -> Route {
    Route(
      method, template, "Tests.", access: .permission(.readCDN, .content), bodyMax: bodyMax
    ) { request in
      Response(
        .ok, body: .bytes(Array("\(template) \(request.parameters.joined(separator: ","))".utf8)))
    }
  }

  private func router() throws -> Router {
    try Router(
      [
        route(.get, "/"), route(.get, "/cdn/{id}"), route(.get, "/cdn/{quilt}/{name*}"),
        route(.get, "/v1/blobs/{id}"), route(.get, "/v1/blobs/by-object-id/{id}"),
        route(.put, "/v1/blobs", bodyMax: 10), route(.delete, "/v1/blobs/{id}"),
      ], admission: AreaGuard(publicAreas: [.content]))
  }

  @Test(
    arguments: [
      ("/", "/ "), ("/cdn/a", "/cdn/{id} a"), ("/cdn/a%20b", "/cdn/{id} a b"),
      ("/cdn/%E2%82%AC?x=1", "/cdn/{id} €"), ("/cdn/q/n", "/cdn/{quilt}/{name*} q,n"),
      ("/cdn/q/n/m/", "/cdn/{quilt}/{name*} q,n/m/"), ("/cdn/a%2Fb", "/cdn/{id} a/b"),
      ("/v1/blobs/x", "/v1/blobs/{id} x"),
      ("/v1/blobs/by-object-id/x", "/v1/blobs/by-object-id/{id} x"),
      ("/v1/blobs/by-object-id", "/v1/blobs/{id} by-object-id"),
      ("http://other.example/cdn/a", "/cdn/{id} a"),
    ])
  func `a path finds the most literal route`(target: String, expected: String) async throws {
    let response = try await router().respond(to: SampleRequest.make("GET", target))
    #expect(response.status == .ok)
    #expect(response.text == expected)
  }

  @Test(arguments: ["/nothing", "/cdn", "/cdn/", "/v1/blobs/a/b", "//", "/v1"])
  func `a path without a route is a 404 problem`(target: String) async throws {
    let response = try await router().respond(to: SampleRequest.make("GET", target))
    #expect(response.status == .notFound)
    #expect(response.fields[.contentType] == "application/problem+json")
    #expect(response.fields[.cacheControl] == "no-store")
    #expect(response.text.contains(#""instance":"request-1""#))
    #expect(response.route == 0)
  }

  @Test(arguments: [
    "/cdn/%zz", "/cdn/%", "/cdn/%00", "/cdn/%ff", "/.", "/cdn/..", "/cdn/../x", "/cdn/%2e%2E",
    "/./cdn/a", "/cdn/a/.", "/cdn/q/n/../m",
  ])
  func `a path that does not decode is a 400 problem`(target: String) async throws {
    let response = try await router().respond(to: SampleRequest.make("GET", target))
    #expect(response.status == .badRequest)
    #expect(response.text.contains("/problems/malformed-path"))
  }

  @Test func `another method is refused with those that there are`() async throws {
    let response = try await router().respond(to: SampleRequest.make("POST", "/v1/blobs/x"))
    #expect(response.status == .methodNotAllowed)
    #expect(response.fields[.allow] == "GET, HEAD, DELETE, OPTIONS")
    let unknown = try await router().respond(to: SampleRequest.make("FETCH", "/v1/blobs"))
    #expect(unknown.status == .methodNotAllowed)
    #expect(unknown.fields[.allow] == "PUT, OPTIONS")
  }

  @Test func `HEAD is answered as GET, with its content left out`() async throws {
    let response = try await router().respond(to: SampleRequest.make("HEAD", "/cdn/abc"))
    guard case .omitted(let length) = response.body else {
      Issue.record("there is content")
      return
    }
    #expect(response.status == .ok && length == Int64("/cdn/{id} abc".utf8.count))
    #expect(response.route == 2)
  }

  @Test(arguments: ["/cdn/a", "*"])
  func `OPTIONS tells the methods, and satisfies a preflight`(target: String) async throws {
    let response = try await router().respond(
      to: SampleRequest.make(
        "OPTIONS", target,
        fields: ["Origin: https://a.example", "Access-Control-Request-Method: GET"]))
    #expect(response.status == .noContent)
    #expect(response.fields[.allow]?.contains("GET, HEAD") == true)
    #expect(response.fields[.accessControlAllowOrigin] == "*")
    #expect(response.fields[.accessControlMaxAge] == "7200")
    #expect(response.fields[.accessControlAllowHeaders]?.contains("Range") == true)
  }

  @Test func `content beyond the route's limit is refused before it is read`() async throws {
    let response = try await router().respond(
      to: SampleRequest.make("PUT", "/v1/blobs", body: Array(repeating: 0, count: 11)))
    #expect(response.status == .contentTooLarge)
    #expect(response.text.contains(#""limit":10"#))
  }

  @Test func `routes that conflict are named with their places`() throws {
    #expect {
      try Router(
        [route(.get, "/a/{one}"), route(.get, "/a/{two}")], admission: AreaGuard(publicAreas: []))
    } throws: { error in
      let text = "\(error)"
      return text.contains("/a/{one} at RoutingTests/RouterTests.swift:")
        && text.contains("/a/{two} at RoutingTests/RouterTests.swift:")
    }
    _ = try Router(
      [route(.get, "/a/{one}"), route(.put, "/a/{two}"), route(.get, "/a/b")],
      admission: AreaGuard(publicAreas: []))
  }

  @Test func `an error that nobody foresaw is reported, and shows nothing`() async throws {
    struct Mishap: Error {}
    let router = try Router(
      [Route(.get, "/", "Fails.", access: .open) { _ in throw Mishap() }],
      admission: AreaGuard(publicAreas: []),
      responder: ProblemResponder { error, request in
        #expect(error is Mishap && request.id == "request-1")
      })
    let response = try await router.respond(to: SampleRequest.make("GET", "/"))
    #expect(response.status == .internalServerError)
    #expect(!response.text.contains("Mishap"))
    #expect(response.route == 1)
  }

  @Test func `labels and numbers of routes agree`() throws {
    let router = try router()
    #expect(router.number(of: .put, "/v1/blobs") == 6)
    #expect(router.number(of: .get, "/elsewhere") == 0)
    #expect(router.labels[6] == "PUT /v1/blobs")
    #expect(router.labels.count == router.routes.count + 1)
    #expect(RouteTable.text(router.routes).contains("PUT     /v1/blobs "))
  }
}
