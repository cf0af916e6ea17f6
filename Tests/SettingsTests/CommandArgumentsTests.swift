import Settings
import Testing

struct CommandArgumentsTests {
  @Test func `flags, options and words are told apart`() {
    let line = ExampleSettings.arguments(
      "file.txt", "--server-port", "80", "--content-memory-limit=1GiB", "--content-devnet",
      "--shards", "7", "-h", "-", "--", "--server-port")
    #expect(line.problems.isEmpty)
    #expect(line.words == ["file.txt", "-", "--server-port"])
    #expect(line.options == ["--shards": "7", "--help": ""])
    #expect(line.settings.map(\.key) == ["server.port", "content.memory_limit", "content.devnet"])
    #expect(line.settings.map(\.value) == ["80", "1GiB", "true"])
  }

  @Test func `a switch has a negative and a spelled value`() {
    let line = ExampleSettings.arguments("--no-content-devnet", "--content-devnet=on")
    #expect(line.settings.map(\.value) == ["false", "on"])
  }

  @Test(arguments: [
    (["--sever-port", "80"], "--sever-port: there is no such flag; did you mean --server-port?"),
    (["--halp"], "--halp: there is no such flag; did you mean --help?"),
    (["--zzzzzzzz"], "--zzzzzzzz: there is no such flag"),
    (
      ["--server-port"],
      "--server-port: needs a value: a whole number, from 0 to 65535 (server.port)"
    ),
    (["--shards"], "--shards: needs a value: --shards N"),
    (["--help=now"], "--help: takes no value"),
    (["--no-server-port"], "--no-server-port: there is no such flag; did you mean --server-port?"),
  ])
  func `mistakes name the flag and the way out`(words: [String], message: String) {
    let line = CommandArguments(
      words, keys: ExampleSettings.keys, options: ExampleSettings.options)
    #expect(line.problems.map(\.description).first == message)
  }

  @Test func `a value may start with one dash`() {
    let line = ExampleSettings.arguments("--server-port", "-5")
    #expect(line.settings.map(\.value) == ["-5"])
  }
}
