import Settings

enum LogFormat: String, CaseIterable, SettingValue { case json, text }

struct ServerSettings: SettingsSection {
  static let section = "server"
  var host: String
  var port: Int
  var drainTimeout: Duration
  var logFormat: LogFormat
  var workers: Int?

  init(reading reader: inout SettingsReader) {
    host = reader.value("host", default: "127.0.0.1", "The address to listen on.")
    port = reader.value("port", default: 4500, "The port to listen on.", range: 0...65_535)
    drainTimeout = reader.value(
      "drain_timeout", default: .seconds(10), "How long connections may finish.")
    logFormat = reader.value("log_format", default: .text, "How log lines look.")
    workers = reader.value(
      "workers", default: nil, "Event loops; none means one per core.", range: 1...256)
  }
}

struct ContentSettings: SettingsSection {
  static let section = "content"
  var memoryLimit: ByteCount
  var aggregators: [String]
  var ratio: Double
  var isDevnet: Bool
  var apiKey: String?

  init(reading reader: inout SettingsReader) {
    memoryLimit = reader.value(
      "memory_limit", default: .mebibytes(64), "Memory for content.", range: .mebibytes(1)...)
    aggregators = reader.value(
      "aggregators", default: ["https://a.example"], "Where content comes from.",
      form: "a list of http or https URLs"
    ) { $0.allSatisfy { $0.hasPrefix("http://") || $0.hasPrefix("https://") } }
    ratio = reader.value("ratio", default: 0.25, "A share.", range: 0...1)
    isDevnet = reader.value("devnet", default: false, "Runs the local network too.")
    apiKey = reader.value("api_key", default: nil, "The key of the upstream.", secret: true)
  }
}

struct ExampleSettings: SettingsSection {
  static let section = ""
  var environment: DeploymentEnvironment
  var server: ServerSettings
  var content: ContentSettings

  init(reading reader: inout SettingsReader) {
    environment = reader.value("environment", default: .development, "The preset to start from.")
    server = reader.section()
    content = reader.section()
  }

  static let keys = SettingsReader.keys(of: ExampleSettings.self)

  static func arguments(_ words: String...) -> CommandArguments {
    CommandArguments(words, keys: keys, options: options)
  }

  static let options = [
    CommandOption("--help", short: "-h", "Shows this text."),
    CommandOption("--shards", value: "N", "How many shards."),
  ]
}
