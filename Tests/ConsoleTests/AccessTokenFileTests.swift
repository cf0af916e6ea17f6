import TestSupport
import Testing

@testable import Console

/// The token that commands show to a server.
@Suite struct AccessTokenFileTests {
  private let directory = TemporaryDirectory("token-file")

  @Test(arguments: ["wcdn_abc", "wcdn_abc\n", "wcdn_abc\r\nmore\n"])
  func `the first line of the file is the token`(content: String) throws {
    directory.write("token", content.utf8)
    #expect(try AccessTokenFile.token(directory("token")) == "wcdn_abc")
  }

  @Test(arguments: ["", "\n", "a b", "a\u{0}b", "pässwort", String(repeating: "a", count: 1025)])
  func `what cannot be a token is refused without being shown`(content: String) {
    directory.write("token", content.utf8)
    let failure = #expect(throws: CommandFailure.self) {
      try AccessTokenFile.token(directory("token"))
    }
    #expect("\(String(describing: failure))".contains("does not begin with a token"))
  }

  @Test func `a file that is not there is told of`() {
    #expect(throws: CommandFailure.self) { try AccessTokenFile.token(directory("missing")) }
  }
}
