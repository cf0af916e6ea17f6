import Settings
import Testing

struct SettingsReportTests {
  @Test func `the initialiser describes the keys`() throws {
    let key = try #require(ExampleSettings.keys.first { $0.name == "content.memory_limit" })
    #expect(key.flag == "--content-memory-limit")
    #expect(key.variable == "FLOE_CONTENT_MEMORY_LIMIT")
    #expect(key.type == "size")
    #expect(key.form == "a size such as 512, 64KiB, 10MiB or 2GB, at least 1MiB")
    #expect(key.defaultText == "64MiB")
    #expect(key.sentence == "Memory for content.")
    #expect(ExampleSettings.keys.map(\.name).first == "environment")
    #expect(ExampleSettings.keys.count == 11)
  }

  @Test func `the table is aligned and notes what was not used`() throws {
    let sources = SettingsSources(
      arguments: ExampleSettings.arguments("--server-port", "80"),
      environment: ["FLOE_SERVER_PORT": "81"])
    let lines = try sources.load(ExampleSettings.self).report.table.split(separator: "\n")
    #expect(lines[0].hasPrefix("SETTING               VALUE              FROM"))
    #expect(lines[3].hasPrefix("server.port           80                 --server-port  4500"))
    #expect(lines[4] == "  also given and not used: FLOE_SERVER_PORT")
    #expect(lines[3].hasSuffix("The port to listen on."))
  }

  @Test func `the JSON form is one object a setting`() throws {
    struct One: SettingsSection {
      static let section = "one"
      init(reading reader: inout SettingsReader) {
        _ = reader.value("name", default: "a\"b\u{7F}\u{2028}é", "Says \\.")
      }
    }
    #expect(
      try SettingsSources().load(One.self).report.json == """
        [
          {"key":"one.name","value":"a\\"b\\u007f\\u2028é","source":"default",\
        "default":"a\\"b\\u007f\\u2028é","type":"text","accepts":"text","secret":false,\
        "reloadable":false,\
        "flag":"--one-name","variable":"FLOE_ONE_NAME","shadowed":[],"description":"Says \\\\."}
        ]

        """)
  }

  @Test func `changes are found without the values, secrets too`() throws {
    func report(_ environment: [String: String]) throws -> SettingsReport {
      try SettingsSources(environment: environment).load(ExampleSettings.self).report
    }
    let before = try report(["FLOE_CONTENT_API_KEY": "one"])
    #expect(try report(["FLOE_CONTENT_API_KEY": "one"]).changes(since: before) == [])
    let after = try report(["FLOE_CONTENT_API_KEY": "two", "FLOE_SERVER_PORT": "80"])
    #expect(
      after.changes(since: before).map(\.key.name) == ["server.port", "content.api_key"])
  }

  @Test func `after a reload only what may change has changed`() throws {
    struct Live: SettingsSection {
      static let section = ""
      init(reading reader: inout SettingsReader) {
        _ = reader.value("fixed", default: 1, "Stays.")
        _ = reader.value("live", default: 1, "Changes.", reloadable: true)
      }
    }
    let before = try SettingsSources().load(Live.self).report
    let newer = try SettingsSources(environment: ["FLOE_FIXED": "2", "FLOE_LIVE": "2"])
      .load(Live.self).report
    let inForce = before.reloaded(from: newer)
    #expect(inForce.rows.map(\.value) == ["1", "2"])
    #expect(newer.changes(since: inForce).map(\.key.name) == ["fixed"])
    #expect(newer.table.contains("  * Changes.\n"))
  }

  @Test func `a key declared twice is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      struct Twice: SettingsSection {
        static let section = "twice"
        init(reading reader: inout SettingsReader) {
          _ = reader.value("a_b", default: 1, "One.")
          _ = reader.value("a.b", default: 2, "The same flag.")
        }
      }
      _ = SettingsReader.keys(of: Twice.self)
    }
  }
}
