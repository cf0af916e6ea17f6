import Glibc
import Settings
import Testing

/// Secrets out of files of their own.
struct SecretFileTests {
  private static func sources(
    _ environment: [String: String], files: [String: SecretFile] = [:]
  ) -> SettingsSources {
    var sources = SettingsSources(
      environment: environment, aliases: [SettingAlias("API_KEY", means: "content.api_key")])
    sources.readSecretFile = { path throws(SecretFile.Unreadable) in
      guard let file = files[path] else { throw SecretFile.Unreadable("cannot be opened: gone") }
      return file
    }
    return sources
  }

  @Test(arguments: ["FLOE_CONTENT_API_KEY_FILE", "API_KEY_FILE"])
  func `a secret is read from the file that its variable names`(name: String) throws {
    let file = SecretFile(content: "a b#c\n\n")
    let loaded = try Self.sources([name: "/run/key"], files: ["/run/key": file])
      .load(ExampleSettings.self)
    #expect(loaded.settings.content.apiKey == "a b#c\n")
    #expect(loaded.report["content.api_key"]?.source.description == "\(name): /run/key")
    #expect(loaded.report["content.api_key"]?.value == "(secret)")
    #expect(loaded.warnings == [])
  }

  @Test func `a file that everybody can read is used, with a warning`() throws {
    let file = SecretFile(content: "key", isWorldReadable: true)
    let loaded = try Self.sources(["API_KEY_FILE": "/k"], files: ["/k": file])
      .load(ExampleSettings.self)
    #expect(loaded.settings.content.apiKey == "key")
    #expect(loaded.warnings == ["API_KEY_FILE: /k can be read by every user of this machine"])
  }

  @Test(arguments: ["FLOE_CONTENT_API_KEY", "API_KEY"])
  func `a secret given as itself and as a file is refused, and both are named`(name: String) throws
  {
    let sources = Self.sources(
      [name: "hush", "FLOE_CONTENT_API_KEY_FILE": "/k"], files: ["/k": SecretFile(content: "key")])
    let failure = #expect(throws: SettingsFailure.self) { try sources.load(ExampleSettings.self) }
    #expect(
      failure?.description
        == "FLOE_CONTENT_API_KEY_FILE: \(name) is given too; leave out one of them (content.api_key)"
    )
  }

  @Test func `the nearer source wins between a file and a value`() throws {
    var sources = Self.sources(["API_KEY_FILE": "/k"], files: ["/k": SecretFile(content: "key")])
    sources.file = try DotEnvFile(parsing: "FLOE_CONTENT_API_KEY=dotted\n")
    let loaded = try sources.load(ExampleSettings.self)
    #expect(loaded.settings.content.apiKey == "key")
    #expect(
      loaded.report["content.api_key"]?.shadowed.map(\.description) == [
        "FLOE_CONTENT_API_KEY (.env:1)"
      ])
  }

  @Test func `a file that cannot be read is an error that says so`() {
    let failure = #expect(throws: SettingsFailure.self) {
      try Self.sources(["API_KEY_FILE": "/k"]).load(ExampleSettings.self)
    }
    #expect(
      failure?.description
        == "API_KEY_FILE: the file /k cannot be opened: gone (content.api_key)")
  }

  @Test func `only secrets come from files`() {
    let failure = #expect(throws: SettingsFailure.self) {
      try Self.sources(["FLOE_SERVER_HOST_FILE": "/k"]).load(ExampleSettings.self)
    }
    #expect(failure?.description.contains("there is no such setting") == true)
  }

  @Test func `one line end at the end is left out, whichever it is`() {
    #expect(SecretFile(content: "k").text == "k")
    #expect(SecretFile(content: "k\n").text == "k")
    #expect(SecretFile(content: "k\r\n").text == "k")
    #expect(SecretFile(content: "k\n\n").text == "k\n")
    #expect(SecretFile(content: " k ").text == " k ")
  }

  @Test func `real files are read with their modes, and what is no secret is refused`() throws {
    let folder = "/tmp/floe-secret-\(UInt64.random(in: 0...UInt64.max))"
    #expect(mkdir(folder, 0o700) == 0)
    defer { rmdir(folder) }
    func read(_ bytes: [UInt8], mode: mode_t = 0o600) throws(SecretFile.Unreadable) -> SecretFile {
      let path = folder + "/key"
      let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      #expect(write(file, bytes, bytes.count) == bytes.count && fchmod(file, mode) == 0)
      close(file)
      defer { unlink(path) }
      return try SecretFile.read(path: path)
    }
    func reason(_ bytes: [UInt8]) -> String? {
      do throws(SecretFile.Unreadable) {
        _ = try read(bytes)
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(try read(Array("key\n".utf8)) == SecretFile(content: "key"))
    #expect(try read(Array("key".utf8), mode: 0o644).isWorldReadable)
    #expect(try !read(Array("key".utf8), mode: 0o640).isWorldReadable)
    #expect(reason([]) == "is empty")
    #expect(reason([10]) == "is empty")
    #expect(reason([0xFF, 0xFE]) == "is not UTF-8 text")
    #expect(reason([UInt8](repeating: 97, count: SecretFile.sizeMax)) == nil)
    #expect(
      reason([UInt8](repeating: 97, count: SecretFile.sizeMax + 1)) == "is larger than 65536 bytes")
    #expect(throws: SecretFile.Unreadable("is no regular file")) {
      try SecretFile.read(path: folder)
    }
    #expect(throws: SecretFile.Unreadable.self) { try SecretFile.read(path: folder + "/none") }
  }
}
