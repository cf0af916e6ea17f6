import Settings
import Testing

/// What a server that strangers reach does not start with.
struct UnsafeSecretTests {
  struct Guarded: SettingsSection {
    static let section = "guarded"
    var isStrict: Bool
    init(reading reader: inout SettingsReader) {
      isStrict = reader.value("strict", default: true, "Whether secrets are checked.")
      _ = reader.value("key", default: String?.none, "A key.", secret: .secret(bytesMin: 32))
      _ = reader.value(
        "signing_key", default: String?.none, "A key that must be there.",
        secret: .secret(bytesMin: 32, isRequired: true))
      _ = reader.value("url", default: String?.none, "Where the store is.", secret: true)
    }
  }

  private static func problems(_ environment: [String: String]) -> [String] {
    let sources = SettingsSources(
      environment: Dictionary(
        uniqueKeysWithValues: environment.map { ("FLOE_GUARDED_\($0)", $1) }))
    do throws(SettingsFailure) {
      _ = try sources.load(Guarded.self) { $0.isStrict }
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  private static let good = "q8Zr2LxT7vWm4KpYc9NbHs3DfGj6Ue1A"

  @Test func `everything that is missing or unsafe is said at once`() {
    let problems = Self.problems(["KEY": "your_tusky_api_key_here", "URL": "redis://:redis@host"])
    #expect(
      problems == [
        "FLOE_GUARDED_KEY: the value is an example that everybody knows (guarded.key)",
        "FLOE_GUARDED_SIGNING_KEY or FLOE_GUARDED_SIGNING_KEY_FILE is missing "
          + "(guarded.signing_key)",
        "FLOE_GUARDED_URL: the value is an example that everybody knows (guarded.url)",
      ])
  }

  @Test func `good secrets are taken`() {
    #expect(
      Self.problems(["SIGNING_KEY": Self.good, "URL": "rediss://floe:\(Self.good)@r.example.com/0"])
        == [])
  }

  @Test(arguments: [
    ("changeme", "is an example"), ("CHANGE-ME-please-0123456789abcdef", "is an example"),
    ("your_secret_key_here", "is an example"),
    ("supersecretsupersecretsupersecret", "is an example"),
    ("q8Zr2LxT7vWm4KpYc9NbHs3", "is shorter than 32 bytes"),
    ("abababababababababababababababab", "has too few different characters"),
  ])
  func `a bad key is refused without being shown`(key: String, reason: String) throws {
    let problem = try #require(Self.problems(["SIGNING_KEY": key]).first)
    #expect(problem.contains(reason))
    #expect(!problem.contains(key))
  }

  @Test(arguments: [
    ("redis://host:6379", nil), ("redis://user@host", nil), ("redis://:\(good)@host", nil),
    ("postgres://floe:pa55@host/db", "is shorter than 8 bytes"),
    ("postgres://floe:postgres@host/db", "is an example"),
    ("postgres://floe:zqzqzqzqz@host/db", "has too few different characters"),
    // A word in the host or the path says nothing of the password.
    ("redis://password.example.com/changeme", nil),
  ])
  func `of a URL the password is what counts`(url: String, reason: String?) {
    let problem = Self.problems(["SIGNING_KEY": Self.good, "URL": url]).first
    if let reason {
      #expect(problem?.contains(reason) == true)
    } else {
      #expect(problem == nil)
    }
  }

  @Test func `where nothing is checked it is told and no more`() throws {
    let sources = SettingsSources(
      environment: ["FLOE_GUARDED_STRICT": "no", "FLOE_GUARDED_KEY": "changeme"])
    let loaded = try sources.load(Guarded.self) { $0.isStrict }
    #expect(loaded.unsafeSecrets.map(\.key) == ["guarded.key", "guarded.signing_key"])
  }
}
