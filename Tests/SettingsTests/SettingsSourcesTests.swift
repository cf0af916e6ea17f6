import Settings
import Testing

struct SettingsSourcesTests {
  static let presets = Presets([
    "production": ["server.log_format": "json", "server.port": "80"],
    "test": ["server.port": "0"],
  ])

  @Test func `nothing given leaves every default`() throws {
    let loaded = try SettingsSources().load(ExampleSettings.self)
    #expect(loaded.settings.server.port == 4500)
    #expect(loaded.settings.server.workers == nil)
    #expect(loaded.settings.content.memoryLimit == .mebibytes(64))
    #expect(loaded.settings.environment == .development)
    #expect(loaded.report.rows.allSatisfy { $0.source == .standard })
  }

  @Test func `a nearer source wins and the others are reported`() throws {
    var sources = SettingsSources(presets: Self.presets)
    sources.aliases = [SettingAlias("PORT", means: "server.port")]
    func port() throws -> (Int, SettingsReport.Row?) {
      let loaded = try sources.load(ExampleSettings.self)
      return (loaded.settings.server.port, loaded.report["server.port"])
    }
    sources.environment["FLOE_ENVIRONMENT"] = "production"
    #expect(try port().0 == 80)
    #expect(try port().1?.source == .preset("production"))
    sources.file = try DotEnvFile(parsing: "PORT=1\n")
    #expect(try port().0 == 1)
    sources.file = try DotEnvFile(parsing: "PORT=1\nFLOE_SERVER_PORT=2")
    #expect(try port().0 == 2)
    sources.environment["PORT"] = "3"
    #expect(try port().0 == 3)
    sources.environment["FLOE_SERVER_PORT"] = "4"
    #expect(try port().0 == 4)
    sources.arguments = ExampleSettings.arguments("--server-port", "5", "--server-port=6")
    #expect(try port().0 == 6)
    #expect(
      try port().1?.shadowed == [
        .variable("FLOE_SERVER_PORT"), .variable("PORT"),
        .file(path: ".env", line: 2, variable: "FLOE_SERVER_PORT"),
        .file(path: ".env", line: 1, variable: "PORT"), .preset("production"),
      ])
  }

  @Test func `an alias may choose the environment`() throws {
    var sources = SettingsSources(
      environment: ["NODE_ENV": "production"],
      aliases: [SettingAlias("NODE_ENV", means: "environment")], presets: Self.presets)
    #expect(try sources.load(ExampleSettings.self).settings.server.logFormat == .json)
    sources.environment["FLOE_ENVIRONMENT"] = "test"
    let loaded = try sources.load(ExampleSettings.self)
    #expect(loaded.settings.environment == .test)
    #expect(loaded.settings.server.port == 0)
  }

  @Test func `an empty variable is not set, and a list flag may be repeated`() throws {
    let sources = SettingsSources(
      arguments: ExampleSettings.arguments(
        "--content-aggregators", "http://a", "--content-aggregators", "http://b,http://c"),
      environment: ["FLOE_SERVER_PORT": "", "OTHER": "x"])
    let loaded = try sources.load(ExampleSettings.self)
    #expect(loaded.settings.server.port == 4500)
    #expect(loaded.settings.content.aggregators == ["http://a", "http://b", "http://c"])
  }

  @Test func `every problem of every source is reported at once`() throws {
    let sources = SettingsSources(
      arguments: ExampleSettings.arguments("--server-prot", "--content-ratio", "2"),
      environment: [
        "FLOE_SERVER_PORT": "70000", "FLOE_SERVER_HOSTS": "secret", "FLOE_BENCH_SECONDS": "3",
        "FLOE_CONTENT_AGGREGATORS": "ftp://x", "FLOE_SERVER_DRAIN_TIMEOUT": "10",
      ],
      file: try DotEnvFile(parsing: "\nFLOE_CONTNT_DEVNET=1\nFLOE_SERVER_LOG_FORMAT=xml\nFOO=1"),
      ignoredVariables: ["FLOE_BENCH_SECONDS"])
    let failure = try #require(throws: SettingsFailure.self) {
      try sources.load(ExampleSettings.self)
    }
    #expect(
      failure.description == """
        --server-prot: there is no such flag; did you mean --server-port?
        FLOE_SERVER_HOSTS: there is no such setting; did you mean FLOE_SERVER_HOST?
        FLOE_CONTNT_DEVNET (.env:2): there is no such setting; did you mean FLOE_CONTENT_DEVNET?
        FLOE_SERVER_PORT: "70000" is not a whole number, from 0 to 65535 (server.port)
        FLOE_SERVER_DRAIN_TIMEOUT: "10" is not a duration such as 500ms, 10s, 5m, 2h or 1d \
        (server.drain_timeout)
        FLOE_SERVER_LOG_FORMAT (.env:3): "xml" is not json or text (server.log_format)
        FLOE_CONTENT_AGGREGATORS: "ftp://x" is not a list of http or https URLs \
        (content.aggregators)
        --content-ratio: "2" is not a number such as 0.5, from 0.0 to 1.0 (content.ratio)
        """)
  }

  @Test func `relations are checked unless one of their settings is wrong`() throws {
    let relation = SettingsValidation<ExampleSettings>(["server.port", "server.workers"]) {
      $0.server.port == $0.server.workers ? "must differ" : nil
    }
    var sources = SettingsSources(
      environment: ["FLOE_SERVER_PORT": "9", "FLOE_SERVER_WORKERS": "9"])
    let failure = try #require(throws: SettingsFailure.self) {
      try sources.load(validations: [relation])
    }
    #expect(failure.description == "must differ (server.port, server.workers)")
    sources.environment["FLOE_SERVER_WORKERS"] = "many"
    let other = try #require(throws: SettingsFailure.self) {
      try sources.load(validations: [relation])
    }
    #expect(other.problems.map(\.kind) == [.unacceptable])
  }

  @Test func `presets and aliases that mean nothing are problems`() throws {
    let sources = SettingsSources(
      aliases: [SettingAlias("PORT", means: "server.prt")],
      presets: Presets(["production": ["server.hst": "x"]]))
    let failure = try #require(throws: SettingsFailure.self) {
      try sources.load(ExampleSettings.self)
    }
    #expect(failure.problems.map(\.nearest) == ["server.host", "server.port"])
  }

  @Test func `a secret never shows, right or wrong`() throws {
    struct Vault: SettingsSection {
      static let section = "vault"
      var token: String
      init(reading reader: inout SettingsReader) {
        token = reader.value("token", default: "", "A token.", secret: true, form: "8 letters") {
          $0.isEmpty || $0.count == 8
        }
      }
    }
    var sources = SettingsSources(environment: ["FLOE_VAULT_TOKEN": "hunter22"])
    let report = try sources.load(Vault.self).report
    #expect(report["vault.token"]?.value == "(secret)")
    #expect(!report.table.contains("hunter") && !report.json.contains("hunter"))
    #expect(try sources.load(Vault.self).settings.token == "hunter22")
    sources.environment["FLOE_VAULT_TOKEN"] = "hunter2"
    let failure = try #require(throws: SettingsFailure.self) { try sources.load(Vault.self) }
    #expect(
      failure.description == "FLOE_VAULT_TOKEN: the value is not 8 letters (vault.token)")
  }

  @Test func `a value cannot forge lines in a message`() throws {
    let sources = SettingsSources(environment: ["FLOE_SERVER_PORT": "1\nerror: \u{1B}[2J"])
    let failure = try #require(throws: SettingsFailure.self) {
      try sources.load(ExampleSettings.self)
    }
    #expect(!failure.description.contains("\n") && !failure.description.contains("\u{1B}"))
  }
}
