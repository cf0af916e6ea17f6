import Capabilities
import Persistence
import ContentDelivery
import EdgeTesting
import Gateway
import HTTP
import Routing
import TestSupport
import Testing

/// Who may call what: every route of the edge, asked by everybody there is.
@Suite struct AccessScenarios {
  /// Somebody who calls, and what is sent for it.
  private enum Asker: String, CaseIterable {
    case nobody, stranger, user, signedToken, administrator
  }

  /// Whether a caller gets past the guard, and the status of who does not; by the declaration alone.
  private func refusal(_ asker: Asker, _ access: RouteAccess, isPublic: Bool) -> Int? {
    let permitted: Permission = [
      .readCDN, .writeCDN, .uploadFiles, .viewAnalytics, .manageCache,
    ]
    switch (asker, access) {
    case (_, .open): return nil
    case (.stranger, _): return 401
    case (.nobody, .permission): return isPublic ? nil : 401
    case (.nobody, _): return 401
    case (.administrator, _), (.user, .user), (.signedToken, .user): return nil
    case (_, .administrator): return 403
    case (_, .permission(let wanted, _)): return isPublic || permitted.allows(wanted) ? nil : 403
    }
  }

  private func target(_ route: Route) -> String {
    route.template.text.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      segment.hasPrefix("{") ? "x" : String(segment)
    }.joined(separator: "/")
  }

  private func field(_ asker: Asker, _ edge: EdgeUnderTest) async throws -> [String] {
    func session(_ email: String) async throws -> String {
      let response = try await edge.post(
        "/users/login", #"{"email":"\#(email)","password":"correct horse"}"#)
      return try #require(EdgeUnderTest.member("sessionToken", of: response))
    }
    switch asker {
    case .nobody: return []
    case .stranger: return ["X-API-Key: fls_" + String(repeating: "a", count: 43)]
    case .user: return ["X-API-Key: \(try await session("ada@example.com"))"]
    case .administrator: return ["X-API-Key: \(try await session("root@example.com"))"]
    case .signedToken:
      let signed = try await edge.send(
        "POST", "/users/sessions/token", ["X-API-Key: \(try await session("ada@example.com"))"])
      let token = try #require(EdgeUnderTest.member("token", of: signed))
      return ["Authorization: Bearer \(token)"]
    }
  }

  @Test(arguments: [false, true])
  func `every route lets through whom it declares, and nobody else`(isPublic: Bool) async throws {
    try await EdgeUnderTest.with {
      $0.content.access = isPublic ? .anybody : .token
      $0.operations.access = isPublic ? .anybody : .token
    } _: { edge in
      for email in ["ada@example.com", "root@example.com"] {
        _ = try await edge.register(email, tier: "enterprise")
      }
      try await edge.edge.database.execute(
        "UPDATE users SET role = 'administrator' WHERE email = 'root@example.com'")
      let routes = edge.edge.routes
      #expect(routes.count > 30)
      for route in routes {
        for asker in Asker.allCases {
          let response = try await edge.send(
            "\(route.method.name)", target(route), try await field(asker, edge))
          let expected = refusal(asker, route.access, isPublic: isPublic)
          let what = "\(asker) \(route.method.name) \(route.template.text): \(response.text)"
          if let expected {
            #expect(response.status == expected, "\(what)")
            #expect((response["WWW-Authenticate"] != nil) == (expected == 401), "\(what)")
          } else if route.template.text.hasPrefix("/users/password") && asker != .nobody {
            // Its handler answers 401 too, but to another question.
            #expect(response.status != 403, "\(what)")
          } else {
            // What the handler makes of an empty request is its own affair.
            #expect(
              !(response.status == 401 && response["WWW-Authenticate"] != nil), "\(what)")
            #expect(!response.text.contains("\"type\":\"/problems/permission-denied\""), "\(what)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    (["X-API-Key: a", "Authorization: Bearer b"], 400),
    (["X-API-Key: a", "X-API-Key: a"], 400),
    (["Authorization: Bearer a", "Authorization: Bearer a"], 400),
    (["Authorization: Basic YTpi"], 401), (["Authorization: Bearer"], 401),
    (["Authorization: "], 401), (["X-API-Key: "], 401), (["X-API-Key: nonsense"], 401),
    (["X-API-Key: a", "Authorization: Bearer a"], 401),
    (["X-API-Key: eyJhbGciOiJub25lIn0.e30."], 401),
    (["X-API-Key: " + String(repeating: "a", count: 6000)], 401),
    (["X-API-Key: fls_\u{e9}"], 401),
  ])
  func `a credential that makes no sense is refused also where anybody may call`(
    fields: [String], status: Int
  ) async throws {
    try await EdgeUnderTest.with { edge in
      let statuses = try await [
        edge.get("/metrics", fields).status, edge.get("/users/profile", fields).status,
      ]
      #expect(statuses == [status, status])
      // What is open does not read it.
      #expect(try await edge.get("/health", fields).status == 200)
    }
  }
}
