import Accounts
import EdgeTesting
import Gateway
import TestSupport
import Testing

/// How browsers are known: cookies, and the proof that a request comes from a page of ours.
@Suite struct CookieScenarios {
  /// The cookies of a response as a browser sends them back.
  private func jar(_ response: RawResponse) -> [String: String] {
    let pairs = response.values(of: "Set-Cookie").compactMap { line -> (String, String)? in
      let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      return pair.count == 2 ? (String(pair[0]), String(pair[1])) : nil
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private func signUp(_ edge: EdgeUnderTest) async throws -> RawResponse {
    try await edge.post(
      "/users/register", #"{"email":"ada@example.com","password":"correct horse"}"#)
  }

  @Test func `a session's cookie is for this host, for HTTPS and not for scripts`() async throws {
    try await EdgeUnderTest.with {
      $0.accounts.cookieIsSecure = true
    } _: { edge in
      let cookies = try await signUp(edge).values(of: "Set-Cookie")
      #expect(cookies.count == 2)
      let session = try #require(cookies.first { $0.hasPrefix("__Host-floe_session=fls_") })
      let csrf = try #require(cookies.first { $0.hasPrefix("__Host-floe_csrf=") })
      for cookie in cookies {
        #expect(cookie.contains("; Path=/; SameSite=Lax; Secure"))
        #expect(!cookie.contains("Domain"))
      }
      #expect(session.contains("; HttpOnly"))
      #expect(!csrf.contains("HttpOnly"))
    }
  }

  @Test func `a cookie reads by itself and changes nothing without the CSRF token`() async throws {
    try await EdgeUnderTest.with { edge in
      let jar = jar(try await signUp(edge))
      let session = try #require(jar["floe_session"])
      let csrf = try #require(jar["floe_csrf"])
      let cookie = "Cookie: theme=dark; floe_session=\(session); floe_csrf=\(csrf)"
      #expect(try await edge.get("/users/profile", [cookie]).status == 200)
      func rename(_ fields: [String]) async throws -> Int {
        try await edge.post(
          "/users/profile", #"{"username":"lovelace"}"#, [cookie] + fields, method: "PATCH"
        ).status
      }
      #expect(try await rename([]) == 403)
      #expect(try await rename(["X-CSRF-Token: "]) == 403)
      #expect(try await rename(["X-CSRF-Token: \(csrf.dropLast())x"]) == 403)
      #expect(try await rename(["X-CSRF-Token: \(session)"]) == 403)
      #expect(try await rename(["X-CSRF-Token: \(csrf)"]) == 200)
      // A token of the same user's other session is another one.
      let other = self.jar(
        try await edge.post(
          "/users/login", #"{"email":"ada@example.com","password":"correct horse"}"#))
      #expect(try await rename(["X-CSRF-Token: \(try #require(other["floe_csrf"]))"]) == 403)
      // What is sent on purpose needs no such proof.
      let renamed = try await edge.post(
        "/users/profile", #"{"username":"lovelace"}"#, ["X-API-Key: \(session)"], method: "PATCH")
      #expect(renamed.status == 200)
    }
  }

  @Test func `a cookie that is worth nothing is taken back and stands in nobody's way`()
    async throws
  {
    try await EdgeUnderTest.with { edge in
      let stale = "Cookie: floe_session=fls_" + String(repeating: "a", count: 43)
      let refused = try await edge.get("/users/profile", [stale])
      #expect(refused.status == 401)
      #expect(refused["WWW-Authenticate"] == "Bearer realm=\"floe\"")
      #expect(refused.values(of: "Set-Cookie").filter { $0.contains("Max-Age=0") }.count == 2)
      // Where anybody may read, it counts as none.
      #expect(try await edge.get("/metrics", [stale]).status == 200)
      let signUp = try await edge.post(
        "/users/register", #"{"email":"ada@example.com","password":"correct horse"}"#, [stale])
      #expect(signUp.status == 201)
    }
  }

  @Test func `two cookies of the name are none, and a token sent on purpose comes first`()
    async throws
  {
    try await EdgeUnderTest.with { edge in
      let session = try #require(jar(try await signUp(edge))["floe_session"])
      let twice = "Cookie: floe_session=\(session); floe_session=\(session)"
      #expect(try await edge.get("/users/profile", [twice]).status == 401)
      let lines = ["Cookie: floe_session=\(session)", "Cookie: floe_session=x"]
      #expect(try await edge.get("/users/profile", lines).status == 401)
      let both = ["Cookie: floe_session=x", "X-API-Key: \(session)"]
      #expect(try await edge.get("/users/profile", both).status == 200)
    }
  }
}
