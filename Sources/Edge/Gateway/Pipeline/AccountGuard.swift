internal import JSON
internal import Accounts
internal import Capabilities
internal import HTTP
internal import Persistence
internal import Routing

/// Decides who may call a route, by the credential that the request shows.
///
/// What is open is let through unread. Everywhere else a credential that was sent on purpose must be
/// right, also where anybody may call: who sends one that has expired wants to know. A cookie that
/// has expired counts as none there, and is taken back.
struct AccountGuard: RouteGuard {
  private let areas: AreaGuard
  private let credentials: any CredentialSource
  private let cookies: SessionCookies
  private let meter: (any RequestMeter)?
  private let security: SecurityCounts?
  private let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - publicAreas: the areas that anybody may call.
  ///   - credentials: knows what a credential allows.
  ///   - meter: holds callers to their limits; nil where there are none.
  ///   - security: counts what is refused.
  init(
    publicAreas: Set<RouteAccess.Area>, credentials: any CredentialSource, cookies: SessionCookies,
    meter: (any RequestMeter)?, security: SecurityCounts? = nil,
    now: @escaping @Sendable () -> Int64
  ) {
    areas = AreaGuard(publicAreas: publicAreas)
    self.credentials = credentials
    self.cookies = cookies
    self.meter = meter
    self.security = security
    self.now = now
  }

  func admit(_ request: Request, to route: Route) async throws -> Admission {
    guard route.access != .open else { return Admission() }
    let presented = try PresentedCredential(request, cookies: cookies)
    var fields = HTTPFields()
    let grant: Grant?
    switch presented {
    case .nothing: grant = nil
    case .explicit(let text):
      grant = try await self.grant(for: text, request)
      guard grant != nil else { throw AreaGuard.unauthenticated }
    case .cookie(let text):
      grant = try await self.grant(for: text, request)
      if grant == nil {
        for field in cookies.ending { fields.append(field.name, field.value) }
      } else {
        try checkSite(request, text)
      }
    }
    guard let grant else {
      guard areas.isOpen(route.access) else { throw Self.unauthenticated(fields) }
      return try await metered(request, route, nil, fields)
    }
    do {
      try check(grant.caller, route.access)
    } catch {
      security?.note(.permissionRefused)
      throw error
    }
    return try await metered(request, route, grant, fields)
  }

  /// What a credential allows here and now.
  private func grant(for text: String, _ request: Request) async throws -> Grant? {
    do {
      guard let grant = try await credentials.grant(for: text),
        grant.holds(at: now(), from: request.peer)
      else { return nil }
      return grant
    } catch is DatabaseFailure {
      throw Problem(AccountsProblems.accountsUnavailable, retryAfter: 2)
    }
  }

  /// A request that changes something shows that its page could read our cookie (double submit); the
  /// token is made of the session's, so that a neighbour cannot have set it.
  private func checkSite(_ request: Request, _ token: String) throws(Problem) {
    guard ![.get, .head, .options].contains(request.head.method) else { return }
    guard let value = request.head.value(named: "x-csrf-token", in: request.bytes.span),
      let sent = String(validating: value.indices.map { value[$0] }, as: UTF8.self),
      SessionToken(token)?.accepts(csrfToken: sent) == true
    else {
      security?.note(.csrfRefused)
      throw Problem(AccountsProblems.crossSiteRequest)
    }
  }

  private func check(_ caller: Caller, _ access: RouteAccess) throws(Problem) {
    switch access {
    case .open: return
    case .permission(let wanted, _):
      // Where anybody may call, a caller who is known may too.
      guard !areas.isOpen(access), !caller.permissions.allows(wanted) else { return }
      throw Self.denied(wanted.names)
    case .administrator:
      guard caller.isAdministrator else {
        throw Self.denied(Permission.admin.names)
      }
    case .user:
      guard caller.hasSignedIn else {
        throw Problem(AccountsProblems.sessionNeeded)
      }
    }
  }

  private func metered(
    _ request: Request, _ route: Route, _ grant: Grant?, _ fields: HTTPFields
  ) async throws -> Admission {
    let caller = grant?.caller ?? .anonymous
    guard let meter else { return Admission(caller: caller, fields: fields) }
    let taken = try await meter.take(for: request, to: route, grant: grant)
    var all = fields
    for field in taken.fields.fields { all.append(field.name, field.value) }
    return Admission(caller: caller, fields: all, meter: taken.meter)
  }

  private static func denied(_ names: [String]) -> Problem {
    Problem(
      RoutingProblems.permissionDenied,
      detail: "This needs the permission \(names.joined(separator: ", ")).",
      members: [.init("needs", .array(names.map { .string($0) }))])
  }

  private static func unauthenticated(_ fields: HTTPFields) -> Problem {
    var problem = AreaGuard.unauthenticated
    for field in fields.fields { problem.fields.append(field.name, field.value) }
    return problem
  }
}
