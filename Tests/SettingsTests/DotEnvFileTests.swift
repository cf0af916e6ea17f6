import Glibc
import Settings
import Testing

struct DotEnvFileTests {
  @Test(arguments: [
    ("A=b", "b"), ("A = b ", "b"), ("export A=b", "b"), ("A=", ""), ("A=\"\"", ""),
    ("A=b # note", "b"), ("A=b#c", "b#c"), ("A='b # c' # note", "b # c"),
    ("A=\"b\\n\\\"c\\\"\\$\\\\\"", "b\n\"c\"$\\"), ("A='b\\n'", "b\\n"), ("A=\"b\nc\"", "b\nc"),
    ("A=$HOME/${B}", "$HOME/${B}"), ("\u{FEFF}A=b\r\n", "b"), ("# A=1\n\n  A=b", "b"),
    ("A=1\nA=b", "b"), ("A=a=b", "a=b"), ("A=#", ""), ("A=\"b\"\r\n", "b"),
  ])
  func `one variable is read`(text: String, value: String) throws {
    let file = try DotEnvFile(parsing: text)
    #expect(file.entries["A"]?.value == value)
    #expect(file.entries.count == 1)
  }

  @Test func `a variable named export is a variable`() throws {
    #expect(try DotEnvFile(parsing: "export=1").entries["export"]?.value == "1")
  }

  @Test func `every bad line is reported with its number and without its text`() throws {
    let text = "GOOD=1\nsecret words\n=x\n1A=b\nQ=\"a\" b\nB='open\nmore"
    let failure = try #require(throws: SettingsFailure.self) {
      try DotEnvFile(parsing: text, path: "conf/.env")
    }
    #expect(
      failure.problems.map(\.description) == [
        "conf/.env:2: the line is not of the form NAME=value",
        "conf/.env:3: the line is not of the form NAME=value",
        "conf/.env:4: the line is not of the form NAME=value",
        "conf/.env:5: the line has text after the closing quote",
        "conf/.env:6: the line has a quote that is never closed",
      ])
  }

  @Test func `lines are counted through quoted values`() throws {
    let file = try DotEnvFile(parsing: "A=\"x\ny\"\n\nB=1")
    #expect(file.entries["B"]?.line == 4)
  }

  @Test func `a missing file is nothing and a large one is refused`() throws {
    #expect(try DotEnvFile.read(path: "/nonexistent/.env") == nil)
    let path = "/tmp/floe-dotenv-\(getpid())"
    defer { unlink(path) }
    let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    let line = Array("A=b\n".utf8)
    write(descriptor, line, line.count)
    #expect(try DotEnvFile.read(path: path)?.entries["A"]?.value == "b")
    let filler = [UInt8](repeating: 35, count: DotEnvFile.sizeMax)
    write(descriptor, filler, filler.count)
    close(descriptor)
    #expect(throws: SettingsFailure.self) { try DotEnvFile.read(path: path) }
  }
}
