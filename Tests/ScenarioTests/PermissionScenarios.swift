import Capabilities
import ContentDelivery
import EdgeTesting
import Gateway
import HTTP
import Persistence
import Routing
import TestSupport
import Testing

/// What each permission of a token opens: every route of the edge, with every permission.
@Suite struct PermissionScenarios {
  /// By the declaration alone: whether a token with one permission gets past the guard.
  private func opens(_ permission: Permission, _ access: RouteAccess) -> Bool {
    switch access {
    case .open: true
    case .permission(let wanted, _): permission == wanted || permission == .admin
    case .user: false
    case .administrator: permission == .admin
    }
  }

  private func target(_ route: Route) -> String {
    route.template.text.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("{") ? "x" : String($0) }.joined(separator: "/")
  }

  @Test func `a token opens what its permission says, and nothing else`() async throws {
    try await EdgeUnderTest.with {
      $0.content.access = .token
      $0.operations.access = .token
    } _: { edge in
      let root = try await edge.register("root@example.com", tier: "enterprise")
      try await edge.edge.database.execute("UPDATE users SET role = 'administrator'")
      var found: [String: Set<String>] = [:]
      for (name, permission) in Permission.named {
        let made = try await edge.post(
          "/users/tokens", #"{"name":"\#(name)","permissions":["\#(name)"]}"#,
          ["X-API-Key: \(root)"])
        let token = try #require(EdgeUnderTest.member("token", of: made), "\(made.text)")
        for route in edge.edge.routes {
          let what = "\(route.method.name) \(route.template.text)"
          let response = try await edge.send(
            "\(route.method.name)", target(route), ["X-API-Key: \(token)"])
          let slug = try? ProblemDocument(response).slug
          let isRefused =
            slug == "permission-denied" || slug == "session-needed"
            || response["WWW-Authenticate"] != nil
          #expect(
            isRefused == !opens(permission, route.access), "\(name) \(what): \(response.text)")
          if !isRefused && route.access != .open { found[name, default: []].insert(what) }
        }
      }
      let opened = found
      // The table cannot be right by being empty.
      func isOpened(_ what: String, _ name: String) -> Bool {
        opened[name, default: []].contains(what)
      }
      #expect(isOpened("GET /cdn/{id}", "READ_CDN"))
      #expect(isOpened("PUT /v1/blobs", "UPLOAD_FILES"))
      #expect(isOpened("GET /metrics", "VIEW_ANALYTICS"))
      #expect(!isOpened("GET /metrics", "READ_CDN"))
      #expect(isOpened("GET /api/audit", "ADMIN"))
      #expect(!isOpened("POST /users/tokens", "ADMIN"))
    }
  }
}
