import TestSupport
import Testing

@testable import Console

/// `floe blob-id` against published identifiers.
@Suite struct BlobIDTests {
  @Test(arguments: [
    ("walrus blob id v1 regression test", 10, "RcU82Mwf-CFkv1LaI_2qcpANwpGUuG3TMwnVzZxD2kY"),
    ("some string", 1000, "9k95lgtG9iPU8yk_wYz8m8CUY1snveemF8ypfpBLUUg"),
    ("", 10, "gLzpD29smKZiYJIWwKatudKr76kEprQeMPyAhuMbWd4"),
    ("", 4, "CmzciFdWJP1IIM-rD3cqXlVBXYM0fpAfHahZBvkaZUI"),
  ])
  func `the id of a file and of standard input is the published one`(
    text: String, shards: Int, id: String
  ) async {
    let fixture = ConsoleFixture()
    let file = fixture.directory.write("content", text.utf8)
    let ofFile = await fixture.run("blob-id", file, "--shards", "\(shards)")
    #expect(ofFile.output == id + "\n")
    #expect(ofFile.status == .succeeded)
    #expect(ofFile.errors.isEmpty)
    let ofInput = await fixture.run(
      ["blob-id", "--shards=\(shards)", "-"], input: Array(text.utf8))
    #expect(ofInput.output == id + "\n")
  }

  @Test func `the id of what comes through a pipe is the published one`() async throws {
    let text = "walrus blob id v1 regression test"
    let pipe = BytePipe()
    pipe.write(Array(text.utf8))
    pipe.closeInput()
    let terminal = Terminal(
      input: pipe.output, output: -1, errors: -1, showsProgress: false, columns: 80)
    let content = try Content("-", on: terminal)
    #expect(content.count == text.utf8.count)
    #expect(content.name == "standard input")
    content.withBytes { bytes in
      #expect(bytes.withUnsafeBytes { Array($0) } == Array(text.utf8))
    }
  }

  @Test func `content that is too large for the encoding is a failure`() async {
    let fixture = ConsoleFixture()
    let bytes = [UInt8](repeating: 7, count: 393_205)
    let outcome = await fixture.run(["blob-id", "--shards", "4", "-"], input: bytes)
    #expect(outcome.status == .failed)
    #expect(outcome.errors.hasPrefix("floe: standard input: content of 393205 bytes is too large"))
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [("missing", "No such file or directory"), (".", "is a folder, not a file")])
  func `a file that cannot be read is a failure`(name: String, reason: String) async {
    let fixture = ConsoleFixture()
    let outcome = await fixture.run("blob-id", fixture.directory(name))
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains(reason))
  }
}
