import TestSupport
import Testing

@testable import Console

/// `floe sign`.
@Suite struct SignTests {
  private static let key = "ops:a-secret-of-thirty-two-characters"
  private static var pattern: Regex<Substring> {
    /X-Floe-Signature: key=ops;t=\d{10};nonce=[\w-]{22};v1=[0-9a-f]{64}/
  }

  @Test func `the field is printed, for a request without content or with a file's`() async throws {
    let fixture = ConsoleFixture()
    fixture.directory.write("key", "\(Self.key)\n".utf8)
    fixture.directory.write("body", "{}".utf8)
    let key = fixture.directory("key")
    let url = "http://127.0.0.1:4500/api/x?a=1"
    let bare = await fixture.run("sign", "DELETE", url, "--signing-key-file", key)
    #expect(bare.status == .succeeded, "\(bare.errors)")
    #expect(try Self.pattern.wholeMatch(in: bare.output.dropLast()) != nil)
    let body = fixture.directory("body")
    let line = await fixture.run(
      "sign", "PATCH", url, "--body", body, "--signing-key-file", key, "--curl")
    #expect(line.output.hasPrefix("curl -X PATCH -H 'X-Floe-Signature: key=ops;t="))
    #expect(line.output.hasSuffix(" --data-binary '@\(body)' '\(url)'\n"))
    #expect(!line.output.contains("thirty-two"))
  }

  @Test func `without a file the first key of the settings signs`() async throws {
    var fixture = ConsoleFixture()
    fixture.variables = ["FLOE_SIGNING_KEYS": "\(Self.key),old:another-secret-of-thirty-two-chars"]
    let signed = await fixture.run("sign", "GET", "http://localhost/api/x")
    #expect(try Self.pattern.wholeMatch(in: signed.output.dropLast()) != nil)
    fixture.variables = [:]
    let none = await fixture.run("sign", "GET", "http://localhost/api/x")
    #expect(none.status == .misused && none.errors.contains("signing.keys"))
  }

  @Test func `a new key is one`() async throws {
    let fixture = ConsoleFixture()
    let made = await fixture.run("sign", "new-key")
    fixture.directory.write("key", made.output.utf8)
    let signed = await fixture.run(
      "sign", "GET", "http://localhost/", "--signing-key-file", fixture.directory("key"))
    #expect(signed.status == .succeeded, "\(signed.errors)")
    #expect(await fixture.run("sign", "new-key").output != made.output)
  }

  @Test(arguments: [
    "localhost/api", "ftp://localhost/", "http://", "http:///api", "http://localhost/a b",
    "http://localhost/a#b", "http://localhost/a/../b", "http://localhost/ä",
  ])
  func `a URL that is not sent as it stands is not signed`(url: String) {
    #expect(throws: CommandFailure.self) { try RequestSigner.parts(of: url) }
  }

  @Test func `path and query are taken as they are sent`() throws {
    let samples = [
      ("http://h", "/", ""), ("http://h/", "/", ""),
      ("http://h:1/a%2Fb?c=%20&d", "/a%2Fb", "c=%20&d"),
      ("https://h?x", "/", "x"), ("http://h/a?", "/a", ""), ("http://h/a?b?c", "/a", "b?c"),
    ]
    for (url, path, query) in samples {
      #expect(try RequestSigner.parts(of: url) == (path, query))
    }
  }

  @Test(arguments: ["", "ops", "ops:short", "ops:a-secret-of-thirty-two-characters,x"])
  func `a file without a key is told of without being shown`(content: String) async {
    let fixture = ConsoleFixture()
    fixture.directory.write("key", content.utf8)
    let outcome = await fixture.run(
      "sign", "GET", "http://localhost/", "--signing-key-file", fixture.directory("key"))
    #expect(outcome.status == .failed)
    #expect(!outcome.errors.contains("short") && !outcome.errors.contains("thirty-two"))
  }

  @Test func `a word is quoted for the shell whatever is in it`() {
    #expect(SignCommand.quoted("it's $x") == #"'it'\''s $x'"#)
  }
}
