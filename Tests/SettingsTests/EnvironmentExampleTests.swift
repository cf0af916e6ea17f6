import Settings
import Testing

struct EnvironmentExampleTests {
  @Test func `without its marks the file gives every setting its default`() throws {
    let text = EnvironmentExample.text(ExampleSettings.keys)
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("#FLOE_") }.map { $0.dropFirst() }
    let file = try DotEnvFile(parsing: lines.joined(separator: "\n"))
    let keys = ExampleSettings.keys
    #expect(
      Set(file.entries.keys) == Set(keys.map(\.variable) + keys.compactMap(\.fileVariable)))
    let loaded = try SettingsSources(file: file).load(ExampleSettings.self)
    #expect(loaded.report.rows.allSatisfy { $0.value == $0.defaultValue })
    #expect(loaded.report["server.port"]?.source.description.hasPrefix("FLOE_SERVER_PORT") == true)
  }

  @Test func `sections have a heading, settings a sentence, secrets no value`() {
    let text = EnvironmentExample.text(
      ExampleSettings.keys, aliases: [SettingAlias("PORT", means: "server.port")])
    #expect(text.contains("\n# --- server ---\n\n# The address to listen on. Text.\n"))
    #expect(
      text.contains(
        "\n# The port to listen on. A whole number, from 0 to 65535. Also: PORT.\n"
          + "#FLOE_SERVER_PORT=4500\n"))
    #expect(text.contains("\n#FLOE_CONTENT_API_KEY=\n#FLOE_CONTENT_API_KEY_FILE=\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") && $0.count <= 100 })
  }

  @Test(arguments: ["a b", "a#b", "\"", "'", "\\n", "two\nlines", "tab\t"])
  func `odd defaults read back as themselves`(value: String) throws {
    struct Odd: SettingsSection {
      @TaskLocal static var standard = ""
      static let section = "odd"
      init(reading reader: inout SettingsReader) {
        _ = reader.value("text", default: Self.standard, "Some text.")
      }
    }
    let text = Odd.$standard.withValue(value) {
      EnvironmentExample.text(SettingsReader.keys(of: Odd.self))
    }
    let start = try #require(text.firstRange(of: "#FLOE_ODD_TEXT="))
    let file = try DotEnvFile(parsing: String(text[start.lowerBound...].dropFirst()))
    #expect(file.entries["FLOE_ODD_TEXT"]?.value == value)
  }
}
