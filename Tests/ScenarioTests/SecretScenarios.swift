import Capabilities
import EdgeTesting
import FoundationEssentials
import Gateway
import HTTP
import Idempotency
import Lifecycle
import RequestSigning
import Routing
import Settings
import Telemetry
import TestSupport
import Testing

/// Plants secrets in everything that an edge is given, and looks for them in everything that it
/// says.
@Suite struct SecretScenarios {
  /// Begins every planted secret, and is nowhere else.
  private static let mark = "PLANTED"

  private static func plant(_ name: String) -> String { "\(mark)-\(name)-Zk2T0c9uE1dY8bQhV4xW6g" }

  /// What carries a secret, one field after another.
  private static let carriers = [
    "X-API-Key: \(plant("key"))", "X-API-Key: wcdn_\(plant("token"))",
    "X-API-Key: fls_\(plant("session"))", "Authorization: Bearer \(plant("bearer"))",
    "Authorization: Bearer eyJ.\(plant("signed")).x", "Authorization: Basic \(plant("basic"))",
    "Cookie: floe_session=fls_\(plant("cookie")); other=\(plant("neighbour"))",
    "X-CSRF-Token: \(plant("csrf"))", "Proxy-Authorization: Basic \(plant("proxy"))",
    "Idempotency-Key: \"\(plant("idempotency"))\"", "Idempotency-Key: \(plant("idempotency"))",
    "X-Floe-Signature: key=ops;t=1800000000;nonce=\(plant("nonce"));v1=\(plant("code"))",
    "Origin: https://\(plant("origin")).example", "Referer: https://a/?\(plant("referer"))",
  ]

  /// A document with a secret in every member that the route takes, and in one that it does not.
  private static func document(for fields: [RouteField]) -> String {
    let members = fields.map { field -> String in
      switch field.type {
      case .string: #""\#(field.name)":"\#(plant(field.name))""#
      case .strings: #""\#(field.name)":["\#(plant(field.name))"]"#
      case .object(let fields): #""\#(field.name)":\#(document(for: fields))"#
      case .integer, .boolean: #""\#(field.name)":"\#(plant(field.name))""#
      }
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func path(of route: Route) -> String {
    let path = route.template.text.split(separator: "/").map { $0.hasPrefix("{") ? "x" : $0 }
      .reduce("") { "\($0)/\($1)" }
    return path.isEmpty ? "/" : path
  }

  private func expectNothing(
    _ text: String, _ place: String, except secrets: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var rest = text[...]
    while let found = rest.firstRange(of: Self.mark) {
      let before = rest[..<found.lowerBound].suffix(60)
      Issue.record(
        "\(place) shows …\(before)\(rest[found.lowerBound...].prefix(80))",
        sourceLocation: sourceLocation)
      rest = rest[found.upperBound...]
    }
    for secret in secrets where text.contains(secret) {
      Issue.record("\(place) shows \(secret.prefix(4))…", sourceLocation: sourceLocation)
    }
  }

  private func text(_ response: RawResponse) -> String {
    response.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + response.text
  }

  /// What an edge tells of itself.
  private static let pages = [
    "/metrics", "/api/metrics", "/api/metrics/all", "/api/metrics/system", "/openapi.json",
    "/api/stats", "/api/endpoints", "/api/circuit-breakers", "/health", "/problems",
  ]

  private func adjust(_ settings: inout GatewaySettings) {
    settings.signing.keys = [SignatureKey("ops:\(Self.plant("signing"))")!]
    settings.signing.demand = .always
    settings.mail.transport = .smtp
    settings.mail.url = "smtp://127.0.0.1:1"
    settings.mail.username = "floe"
    settings.mail.password = Self.plant("mail")
    settings.mail.needsTLS = false
    settings.tusky.apiKey = Self.plant("tusky")
    settings.idempotency.secret = Self.plant("idempotency-of-server")
    settings.operations.access = .anybody
  }

  @Test func `no secret of a request or a setting is in an answer, a metric or a log`() async throws
  {
    let directory = TemporaryDirectory("secrets")
    let log = directory("log")
    var known: [String] = []
    try await EdgeUnderTest.with(adjust, logFile: log) { edge in
      let session = try await edge.register(
        "\(Self.mark.lowercased())@example.com", tier: "enterprise")
      known.append(session)
      let carriers = Self.carriers + ["X-API-Key: \(session)"]
      for route in edge.edge.routes {
        let target = "\(Self.path(of: route))?token=\(Self.plant("query"))"
        for carrier in carriers {
          // Signing out ends what the rest needs.
          if carrier.contains(session), route.template.text == "/users/logout" { continue }
          let response = try await edge.post(
            target, Self.document(for: route.fields), [carrier], method: "\(route.method.name)")
          expectNothing(
            text(response),
            "\(route.method.name) \(route.template.text) with \(carrier.prefix(20))",
            except: [session])
        }
      }
      known += try await self.use(edge, session)
      for page in Self.pages {
        expectNothing(text(try await edge.get(page)), page, except: known)
      }
    }
    let lines = String(
      decoding: try #require(FileManager.default.contents(atPath: log)), as: UTF8.self)
    #expect(lines.contains(#""status":401"#) && lines.contains("/users/login"), "no log was kept")
    expectNothing(lines, "the log", except: known)
    #expect(!lines.contains("@example.com"), "the log shows an email")
  }

  /// Goes the ways on which secrets are made, and gives them.
  private func use(_ edge: EdgeUnderTest, _ session: String) async throws -> [String] {
    let key = ["X-API-Key: \(session)"]
    let made = try await edge.post(
      "/users/tokens", #"{"name":"T","permissions":["READ_CDN"]}"#, key)
    let token = try #require(Self.token(in: made.text), "\(made.status) \(made.text)")
    let signed = try await edge.send("POST", "/users/sessions/token", key)
    let short = try #require(EdgeUnderTest.member("token", of: signed))
    _ = try await edge.post(
      "/users/login", #"{"email":"eve@example.com","password":"\#(Self.plant("password"))"}"#)
    _ = try await edge.post("/users/password/reset-request", #"{"email":"eve@example.com"}"#)
    let id = try await edge.store(edge.content(100))
    for credential in [token, short] {
      for field in ["X-API-Key: \(credential)", "Authorization: Bearer \(credential)"] {
        let response = try await edge.get("/cdn/\(id)?sig=\(Self.plant("query"))", [field])
        expectNothing(text(response), "content", except: [credential])
      }
    }
    return [token, short]
  }

  private static func token(in text: String) -> String? {
    text.firstRange(of: "wcdn_").map { found in
      String(text[found.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
  }

  @Test func `a server that refuses or is away is logged without the password of its address`()
    async throws
  {
    let directory = TemporaryDirectory("secrets")
    let log = directory("log")
    try await EdgeUnderTest.with(
      { settings in
        settings.sharedState.url = "redis://floe:\(Self.plant("redis"))@127.0.0.1:1"
      }, logFile: log
    ) { edge in
      let health = try await edge.get("/health") { $0.text.contains(#""state":"away""#) }
      expectNothing(health.text, "/health")
      let answer = try await edge.post(
        "/users/login", #"{"email":"eve@example.com","password":"\#(Self.plant("password"))"}"#)
      expectNothing(text(answer), "the answer")
    }
    let lines = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    #expect(lines.contains("away"))
    expectNothing(lines, "the log")
  }

  @Test func `a database that is away keeps the password of its address out of the failure`()
    async throws
  {
    let failure = await #expect(throws: (any Error).self) {
      try await EdgeUnderTest.with({ settings in
        settings.database.url = .server(
          "postgres://floe:\(Self.plant("database"))@127.0.0.1:1/floe")
        settings.database.connectTimeout = .seconds(2)
      }) { _ in }
    }
    expectNothing("\(String(describing: failure)) \(String(reflecting: failure))", "the failure")
  }

  /// Every secret that there is a setting for, so also those that are yet to come.
  @Test func `the settings show no secret, whether it is right or wrong`() throws {
    let secrets = SettingsReader.keys(of: GatewaySettings.self).filter(\.isSecret)
    #expect(secrets.count >= 6)
    for key in secrets {
      for value in [
        Self.plant("value"), "https://\(Self.plant("user"))@o1.example.com/1",
        "postgres://floe:\(Self.plant("database"))@host/floe",
        "redis://:\(Self.plant("redis"))@host:6379", "ops:\(Self.plant("signing"))",
      ] {
        let sources = SettingsSources(environment: [key.variable: value])
        do {
          let loaded = try sources.load(
            GatewaySettings.self, validations: GatewaySettings.validations)
          expectNothing(loaded.report.table + loaded.report.json, key.name)
          expectNothing("\(loaded.unsafeSecrets) \(loaded.warnings)", key.name)
        } catch {
          expectNothing("\(error) \(String(reflecting: error))", key.name)
        }
      }
    }
  }
}
