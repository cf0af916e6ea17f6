import Accounts
import Bytes
import Capabilities
import HTTP
import JSON
import Locks
import Routing
import Testing

@testable import Gateway

/// The guard by itself: one credential of each kind, and every declaration that a route can have.
@Suite struct AccountGuardTests {
  /// Knows `good`, with what a test says it allows.
  private struct OneCredential: CredentialSource {
    let grant: Grant

    func grant(for credential: String) async throws -> Grant? {
      credential == "good" ? grant : nil
    }
  }

  /// Takes everything, and says for whom.
  private struct Meter: RequestMeter {
    func take(
      for request: Request, to route: Route, grant: Grant?
    ) async throws -> (fields: HTTPFields, meter: UInt32) {
      ([HTTPField(.server, grant?.caller.userID ?? "nobody")], grant == nil ? 1 : 2)
    }
  }

  private func request(_ fields: [String], method: String = "GET") throws -> Request {
    let text = (["\(method) /x HTTP/1.1", "Host: floe"] + fields).joined(separator: "\r\n")
    let bytes = Array((text + "\r\n\r\n").utf8)
    let head = RequestHead()
    var parser = RequestParser()
    guard case .complete = parser.parse(bytes.span, into: head, limits: RequestLimits()) else {
      throw Problem(RoutingProblems.malformedPath)
    }
    return Request(
      head: head, bytes: bytes, body: NoBody(), id: "test",
      peer: PeerAddress(ipv4: 0xc000_0201, port: 9), shard: 0, receivedAt: 100)
  }

  private func grant(
    _ permissions: Permission, proof: Caller.Proof = .session, expiresAt: Int64? = nil,
    addresses: [AddressBlock] = []
  ) -> Grant {
    Grant(
      caller: Caller(proof, userID: "usr_1", credentialID: "ses_1", permissions: permissions),
      userAllowance: Allowance(), expiresAt: expiresAt, addresses: addresses)
  }

  /// The status and slug of a refusal; 0 for none.
  private func status(
    _ access: RouteAccess, _ grant: Grant, areas: Set<RouteAccess.Area> = [],
    fields: [String] = ["X-API-Key: good"]
  ) async throws -> String {
    let guarding = AccountGuard(
      publicAreas: areas, credentials: OneCredential(grant: grant),
      cookies: SessionCookies(isSecure: false), meter: nil, now: { 100 })
    let route = Route(.get, "/x", "A test.", access: access) { _ in Response(.noContent) }
    do {
      _ = try await guarding.admit(try request(fields), to: route)
      return "in"
    } catch let problem as Problem {
      let needs = problem.members.first { $0.name == "needs" }?.value
      guard case .array(let values)? = needs else { return "\(problem.type.status.code)" }
      let names = values.map { value in
        if case .string(let name) = value { return name }
        return ""
      }
      return "\(problem.type.status.code) \(names.joined(separator: " "))"
    }
  }

  @Test func `each permission opens its own routes, and ADMIN all`() async throws {
    for (wantedName, wanted) in Permission.named {
      for (hadName, had) in Permission.named {
        let answer = try await status(.permission(wanted, .content), grant(had))
        let expected = had == wanted || had == .admin ? "in" : "403 \(wantedName)"
        #expect(answer == expected, "\(hadName) for \(wantedName)")
      }
    }
  }

  @Test func `what is for users wants a user, and what is for administrators ADMIN`() async throws {
    let all = Permission(rawValue: 0x3f)
    for proof in [Caller.Proof.session, .signedToken] {
      #expect(try await status(.user, grant([], proof: proof)) == "in")
    }
    #expect(try await status(.user, grant(all, proof: .token)) == "403")
    #expect(try await status(.administrator, grant(all, proof: .token)) == "in")
    #expect(try await status(.administrator, grant(all.subtracting(.admin))) == "403 ADMIN")
    #expect(try await status(.administrator, grant([.admin])) == "in")
  }

  @Test func `a grant that has expired or comes from elsewhere is none`() async throws {
    let access = RouteAccess.permission(.readCDN, .content)
    #expect(try await status(access, grant(.readCDN, expiresAt: 101)) == "in")
    #expect(try await status(access, grant(.readCDN, expiresAt: 100)) == "401")
    let here = try #require(AddressBlock("192.0.2.0/24"))
    let there = try #require(AddressBlock("198.51.100.0/24"))
    #expect(try await status(access, grant(.readCDN, addresses: [there, here])) == "in")
    #expect(try await status(access, grant(.readCDN, addresses: [there])) == "401")
  }

  @Test func `where anybody may call, who is nobody may, and who pretends may not`() async throws {
    let access = RouteAccess.permission(.uploadFiles, .content)
    let areas: Set<RouteAccess.Area> = [.content]
    #expect(try await status(access, grant([]), areas: areas, fields: []) == "in")
    #expect(try await status(access, grant([]), areas: areas) == "in")
    #expect(
      try await status(access, grant([]), areas: areas, fields: ["X-API-Key: bad"]) == "401")
    #expect(try await status(access, grant([]), areas: [.operations], fields: []) == "401")
    #expect(try await status(.user, grant([]), areas: areas, fields: []) == "401")
    #expect(try await status(.open, grant([]), fields: ["X-API-Key: bad"]) == "in")
  }

  @Test func `a meter is asked for everybody who is let in, and its fields are answered`()
    async throws
  {
    let guarding = AccountGuard(
      publicAreas: [.content], credentials: OneCredential(grant: grant([])),
      cookies: SessionCookies(isSecure: false), meter: Meter(), now: { 100 })
    let route = Route(.get, "/x", "A test.", access: .permission(.readCDN, .content)) { _ in
      Response(.noContent)
    }
    let known = try await guarding.admit(try request(["X-API-Key: good"]), to: route)
    #expect(known.caller.userID == "usr_1" && known.meter == 2)
    #expect(known.fields[.server] == "usr_1")
    let unknown = try await guarding.admit(try request([]), to: route)
    #expect(unknown.caller == .anonymous && unknown.meter == 1)
  }

  @Test func `what the guard refuses a known caller is counted`() async throws {
    let security = SecurityCounts()
    let guarding = AccountGuard(
      publicAreas: [], credentials: OneCredential(grant: grant(.readCDN)),
      cookies: SessionCookies(isSecure: false), meter: nil, security: security, now: { 100 })
    let route = Route(.post, "/x", "A test.", access: .administrator) { _ in Response(.noContent) }
    let denied = try request(["X-API-Key: good"], method: "POST")
    await #expect(throws: Problem.self) { _ = try await guarding.admit(denied, to: route) }
    #expect(security.count(.permissionRefused) == 1)
    let stranger = try request(["X-API-Key: bad"], method: "POST")
    await #expect(throws: Problem.self) { _ = try await guarding.admit(stranger, to: route) }
    #expect(SecurityEvent.allCases.reduce(0) { $0 + security.count($1) } == 1)
  }

  /// A content that is not there.
  private final class NoBody: RequestBody {
    var declaredLength: UInt64? { 0 }

    func next() async throws(RequestBodyError) -> [UInt8]? { nil }
  }
}
