import Settings
import Testing

@testable import Console

/// What is typed, and what is said about it when it is wrong.
@Suite struct CommandLineTests {
  @Test(
    arguments: [
      (["serv"], "there is no command serv; did you mean serve?"),
      (["putt", "x"], "there is no command putt; did you mean put?"),
      (["blobid", "x"], "there is no command blobid; did you mean blob-id?"),
      (["help", "versoin"], "there is no command versoin; did you mean version?"),
      (["dance"], "there is no command dance; floe help lists the commands"),
      ([], "say what to do, for example floe serve; floe help lists the commands"),
      (["--port"], "--port: the command comes first, for example floe serve --port"),
      (["put"], "floe put needs a FILE"),
      (["put", "a", "b"], "floe put takes one FILE, and b is a second"),
      (["version", "now"], "floe version takes flags alone, and now is none"),
      (["put", "a", "--ulr", "x"], "--ulr: floe put has no such flag; did you mean --url?"),
      (["blob-id", "a", "--shard=9"], "did you mean --shards?"),
      (["put", "a", "--url"], "--url: needs a value: --url URL"),
      (["version", "--help=yes"], "--help: takes no value"),
      (["put", "a", "--epochs", "none"], "--epochs: \"none\" is not a whole number from 1 up"),
      (["blob-id", "a", "--shards=3"], "--shards: \"3\" is not a whole number from 4 to 1000"),
      (["put", "a", "--url", "localhost:4500"], "does not begin with http:// or https://"),
      (["get", "../secret"], "\"../secret\" is no id"),
    ] as [([String], String)])
  func `what is wrong is said in a sentence and ends with 2`(
    words: [String], sentence: String
  ) async {
    let outcome = await ConsoleFixture().run(words)
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains(sentence))
    #expect(outcome.errors.hasPrefix("floe: "))
    #expect(outcome.output.isEmpty)
  }

  @Test func `all mistakes of a line are said at once`() async {
    let outcome = await ConsoleFixture().run("put", "--ulr", "--epoch", "--")
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains("--ulr"))
    #expect(outcome.errors.contains("did you mean --epochs?"))
    #expect(outcome.errors.contains("needs a FILE"))
    #expect(outcome.errors.contains("floe put --help says more"))
  }

  @Test func `control characters of a word do not reach the terminal`() async {
    let outcome = await ConsoleFixture().run("\u{1B}[2Jclear")
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  @Test(arguments: [["help"], ["--help"], ["-h"]])
  func `help lists every command with its sentence`(words: [String]) async {
    let outcome = await ConsoleFixture().run(words)
    #expect(outcome.status == .succeeded)
    #expect(outcome.errors.isEmpty)
    for command in CommandTree.floe.commands {
      #expect(outcome.output.contains("  \(command.name) "), "\(command.name)")
    }
  }

  @Test func `every command explains itself by help and by its flags alike`() async {
    let fixture = ConsoleFixture()
    for command in CommandTree.floe.commands {
      let outcome = await fixture.run("help", command.name)
      #expect(outcome.status == .succeeded)
      #expect(outcome.output.contains("Usage: floe \(command.name)"))
      #expect(outcome.output.contains("-h, --help"))
      for option in command.options { #expect(outcome.output.contains(option.name)) }
      for key in command.settingKeys where command.listsSettings {
        #expect(outcome.output.contains(key.flag))
      }
      for word in ["--help", "-h"] {
        #expect(await fixture.run(command.name, "--wrong", word).output == outcome.output)
      }
    }
  }

  @Test(arguments: [40, 80, 200])
  func `help keeps to the width of the screen where words allow`(columns: Int) async {
    let help = CommandHelp(width: columns)
    for line in help.overview(of: CommandTree.floe.commands).split(separator: "\n") {
      #expect(line.count <= max(columns, 40))
    }
  }

  @Test(arguments: ["version", "--version"])
  func `the version is one line`(word: String) async {
    let outcome = await ConsoleFixture().run(word)
    #expect(outcome.status == .succeeded)
    #expect(outcome.output.hasPrefix("floe "))
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test func `help for a flag is found behind other words but not behind two dashes`() async {
    let outcome = await ConsoleFixture().run("blob-id", "--", "--help")
    #expect(outcome.status == .failed)
    #expect(outcome.errors == "floe: --help cannot be read: No such file or directory\n")
  }

  @Test func `an output that takes nothing is a failure`() async {
    var fixture = ConsoleFixture()
    fixture.columns = 80
    let terminal = Terminal(input: -1, output: -1, errors: -1, showsProgress: false, columns: 80)
    let surroundings = Surroundings(
      terminal: terminal, program: "floe", variables: [:], dotEnvPath: "",
      interruptions: fixture.interruptions)
    #expect(await CommandTree.floe.run(["version"], in: surroundings) == .failed)
  }
}
