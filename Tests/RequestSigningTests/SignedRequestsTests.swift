import DomainTesting
import HTTP
import JSON
import Locks
import Routing
import Settings
import SharedState
import Testing

@testable import RequestSigning

/// Sensitive routes, and the way to them.
@Suite struct SignedRequestsTests {
  private static let now: Int64 = 1_800_000_000

  /// Routes that answer with their content.
  private let routes = [
    Route(
      .post, "/sensitive", "Tests.", access: .open, bodyMax: 100, isSensitive: true,
      handler: SignedRequestsTests.echo),
    Route(.post, "/usual", "Tests.", access: .open, bodyMax: 100, handler: echo),
  ]

  private static func echo(_ request: Request) async throws -> Response {
    Response(.ok, body: .bytes(try await request.body.collect(limit: 100)))
  }

  private func settings(_ demand: String, keys: String = "ops:a-secret-of-thirty-two-characters")
    throws -> RequestSigningSettings
  {
    try SettingsSources(
      environment: ["FLOE_SIGNING_REQUIRED": demand, "FLOE_SIGNING_KEYS": keys]
    ).load(RequestSigningSettings.self).settings
  }

  private func requests(
    _ settings: RequestSigningSettings,
    note: @escaping @Sendable (SignatureEvent) -> Void = { _ in }
  ) -> SignedRequests {
    SignedRequests(
      settings, store: LocalSharedState { SharedTime(seconds: Self.now) }, note: note)
  }

  private func send(
    _ requests: SignedRequests, _ values: [String] = [], to target: String = "/sensitive",
    content: JSONValue = ["a": 1]
  ) async throws -> SentAnswer {
    try await RouteBench(requests.signed(routes)).send(
      SentRequest(
        "POST", target, content, lines: values.map { "X-Floe-Signature: \($0)" }, at: Self.now))
  }

  /// A signature of a request as `send` sends it.
  private func value(
    _ target: String = "/sensitive", content: JSONValue = ["a": 1], at time: Int64 = now,
    nonce: String = "nonce-of-this-test"
  ) -> String {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    let request = SignatureSamples.request(
      "POST", parts[0], parts.count > 1 ? parts[1] : "", content: content.text)
    return SignatureSamples.signature(of: request, at: time, nonce: nonce).value
  }

  @Test func `a sensitive route wants a signature, and its handler gets the content`() async throws
  {
    let requests = requests(try settings("with_keys"))
    #expect(try await send(requests).problem == "signature-missing")
    let answer = try await send(requests, [value()])
    #expect(answer.status == 200)
    #expect(answer.document == ["a": 1])
    #expect(try await send(requests, to: "/usual").status == 200)
  }

  @Test func `a sensitive route is described with the problems of signatures`() throws {
    let routes = requests(try settings("never")).signed(routes)
    #expect(routes[0].problems == RequestSigningProblems.all)
    #expect(routes[1].problems.isEmpty)
  }

  @Test func `each refusal says what is wrong`() async throws {
    let requests = requests(try settings("always"))
    #expect(try await send(requests, [value()]).status == 200)
    let replayed = try await send(requests, [value()])
    #expect(replayed.status == 403 && replayed.problem == "signature-replayed")
    let stale = try await send(requests, [value(at: Self.now - 301)])
    #expect(stale.problem == "signature-stale")
    #expect(stale.document["serverTime"] == .integer(Self.now))
    #expect(stale.document["window"] == .integer(300))
    let wrong = try await send(requests, [value(nonce: "nonce-of-another")], content: ["a": 2])
    #expect(wrong.problem == "signature-wrong")
    #expect(wrong.document["contentSHA256"].string?.utf8.count == 64)
    let target = try await send(
      requests, [value(nonce: "nonce-of-another")], to: "/sensitive?a=1")
    #expect(target.problem == "signature-wrong")
    let malformed = try await send(requests, ["v1=abc"])
    #expect(malformed.status == 400 && malformed.problem == "signature-malformed")
    let twice = [value(nonce: "nonce-of-another"), value(nonce: "nonce-of-another")]
    #expect(try await send(requests, twice).problem == "signature-malformed")
  }

  @Test func `a request that was refused has not used its nonce up`() async throws {
    let requests = requests(try settings("always"))
    #expect(try await send(requests, [value()], content: ["a": 2]).problem == "signature-wrong")
    #expect(try await send(requests, [value()]).status == 200)
  }

  @Test(arguments: [("never", "ops:a-secret-of-thirty-two-characters"), ("with_keys", "")])
  func `where none is needed a request without one passes`(
    demand: String, keys: String
  ) async throws {
    let requests = requests(try settings(demand, keys: keys))
    #expect(try await send(requests).status == 200)
  }

  @Test func `where none is needed one that is sent is checked all the same`() async throws {
    let requests = requests(try settings("never"))
    #expect(try await send(requests, [value(at: 1)]).problem == "signature-stale")
  }

  @Test func `without a key it cannot be always`() throws {
    #expect(try settings("always", keys: "").fault != nil)
    #expect(try settings("always").fault == nil)
    #expect(try settings("with_keys", keys: "").fault == nil)
  }

  @Test func `keys change while the server runs`() async throws {
    let requests = requests(try settings("with_keys", keys: ""))
    #expect(try await send(requests).status == 200)
    await requests.reconfigure(
      try settings("with_keys", keys: "next:another-secret-of-thirty-two-chars"))
    #expect(try await send(requests, [value()]).problem == "signature-wrong")
    await requests.reconfigure(try settings("with_keys"))
    #expect(try await send(requests, [value()]).status == 200)
  }

  @Test func `content past the limit of the route is not hashed`() async throws {
    let requests = requests(try settings("always"))
    let long = JSONValue.string(String(repeating: "a", count: 100))
    #expect(try await send(requests, [value()], content: long).status == 413)
  }

  @Test func `everything is counted`() async throws {
    let events = Mutex<[SignatureEvent]>([])
    let requests = requests(try settings("always")) { event in events.withLock { $0.append(event) }
    }
    _ = try await send(requests)
    _ = try await send(requests, [value()])
    _ = try await send(requests, [value()])
    #expect(events.withLock { $0 } == [.missing, .accepted, .replayed])
    #expect(Set(SignatureEvent.allCases.map(\.label)).count == SignatureEvent.allCases.count)
  }
}
