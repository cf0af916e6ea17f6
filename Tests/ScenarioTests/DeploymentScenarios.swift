import EdgeTesting
import Gateway
import Glibc
import JSON
import Settings
import TestSupport
import Testing

/// The files in `Deployment/` speak of settings and metrics that there are.
@Suite struct DeploymentScenarios {
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/Deployment/"

  private static func text(_ name: String) throws -> String {
    let file = try #require(fopen(folder + name, "r"), "\(name) cannot be opened")
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return try #require(String(validating: bytes[..<count], as: UTF8.self))
  }

  /// The words of a text that begin with one of these and go on with letters, digits and `_`.
  private static func words(_ text: String, _ starts: [String]) -> Set<String> {
    let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
    return Set(words.map(String.init).filter { word in starts.contains { word.hasPrefix($0) } })
  }

  @Test(arguments: [
    "Dockerfile", "docker-compose.yml", "systemd/floe.service", "prometheus/prometheus.yml",
  ])
  func `every setting that is named exists`(name: String) throws {
    let keys = SettingsReader.keys(of: GatewaySettings.self)
    let aliases = EnvironmentAliases.all
    let secrets = Set(keys.filter(\.isSecret).map(\.name))
    var known = Set(keys.map(\.variable) + keys.compactMap(\.fileVariable))
    known.formUnion(aliases.map(\.variable))
    known.formUnion(
      aliases.filter { secrets.contains($0.key) }.map { $0.variable + SettingKey.fileSuffix })
    let named = Self.words(
      try Self.text(name), ["FLOE_", "REDIS_URL", "DATABASE_URL", "TUSKY_", "OTEL_", "SENTRY_"])
    #expect(named.subtracting(known) == [])
    #expect(name.hasPrefix("prometheus") || !named.isEmpty)
  }

  @Test func `nothing is open to everybody that nobody has opened`() throws {
    let compose = try Self.text("docker-compose.yml")
    #expect(compose.contains("FLOE_CONTENT_ACCESS: ${FLOE_CONTENT_ACCESS:?"))
    for name in ["docker-compose.yml", "Dockerfile", "systemd/floe.service"] {
      #expect(try !Self.text(name).contains("OPERATIONS_ACCESS"), "\(name)")
    }
    let scrape = try Self.text("prometheus/prometheus.yml")
    #expect(scrape.contains("credentials_file: /run/secrets/prometheus_token"))
    #expect(compose.contains("secrets: [prometheus_token]"))
  }

  @Test func `the time to stop is above what the settings ask for`() throws {
    let loaded = try SettingsSources(presets: EnvironmentPresets.all).load(GatewaySettings.self)
    #expect(loaded.settings.server.stopTimeout < .seconds(20))
    #expect(try Self.text("docker-compose.yml").contains("stop_grace_period: 20s"))
    #expect(try Self.text("systemd/floe.service").contains("TimeoutStopSec=20s"))
  }

  @Test func `every metric and label value of the alerts and the dashboard is scraped`()
    async throws
  {
    try await EdgeUnderTest.with { edge in
      let scrape = try await edge.get("/metrics").text
      let lines = scrape.split(separator: "\n")
      var names: Set<String> = []
      for line in lines where line.hasPrefix("# TYPE ") {
        let words = line.split(separator: " ")
        names.insert(String(words[2]))
        guard words[3] == "histogram" else { continue }
        names.formUnion(["_bucket", "_sum", "_count"].map { words[2] + $0 })
      }
      for file in ["prometheus/alerts.yml", "grafana/floe.json"] {
        let text = try Self.text(file)
        let used = Self.words(text, ["floe_", "process_"])
        #expect(used.count > 8)
        #expect(used.subtracting(names) == [], "\(file) names metrics that there are not")
        for result in ["hit", "stale", "negative_hit"] {
          #expect(scrape.contains("floe_cache_requests_total{result=\"\(result)\"}"))
        }
        #expect(text.contains("hit|stale|negative_hit"))
        #expect(scrape.contains(",code=\"5xx\"}"))
      }
    }
  }

  @Test func `the dashboard is JSON whose panels each ask for something`() throws {
    let document = try JSONReader.read(Array(Self.text("grafana/floe.json").utf8))
    guard case .object(let members) = document,
      case .array(let panels) = members.first(where: { $0.name == "panels" })?.value
    else {
      Issue.record("no panels")
      return
    }
    #expect(panels.count > 10)
    for panel in panels {
      guard case .object(let parts) = panel,
        case .array(let targets) = parts.first(where: { $0.name == "targets" })?.value
      else {
        Issue.record("a panel without targets")
        continue
      }
      #expect(!targets.isEmpty)
    }
  }

  @Test func `connections, time, hits, failures and memory each have a threshold`() throws {
    let alerts = try Self.text("prometheus/alerts.yml")
    for part in [
      "floe_http_connections_max > 0.9",
      "(rate(floe_http_request_duration_seconds_bucket[5m]))) > 5",
      "< 0.7", "> 0.05", "floe_memory_available_bytes > 0.8",
    ] {
      #expect(alerts.contains(part), "\(part)")
    }
  }
}
