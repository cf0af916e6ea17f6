import Glibc
import Synchronization
import TestSupport

@testable import Console

/// Runs commands as the process does, but with files in the place of the terminal.
struct ConsoleFixture: Sendable {
  /// What a command left behind.
  struct Outcome: Sendable {
    let status: ExitStatus
    let output: String
    let errors: String
  }

  let directory = TemporaryDirectory("console")
  var variables: [String: String] = [:]
  var showsProgress = false
  var columns = 80
  var interruptions = Interruptions { _ in
    // Nobody interrupts: the wait ends with the task.
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    return false
  }
  /// The signals to read the settings again; nobody sends any.
  var reloads: @Sendable () -> AsyncStream<Void> = { AsyncStream { $0.finish() } }
  /// The name of the file that takes the standard error stream, to be looked at meanwhile.
  var errorsName: String?
  /// The name of the file that takes the standard output stream, likewise.
  var outputName: String?
  var commands = CommandTree.floe

  /// The folder of the whole repository.
  static let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

  /// Runs a command line; `input` is what the standard input stream holds.
  func run(_ words: String..., input: [UInt8] = []) async -> Outcome {
    await run(words, input: input)
  }

  /// Runs a command line; `input` is what the standard input stream holds.
  func run(_ words: [String], input: [UInt8] = []) async -> Outcome {
    var files = (0..<3).map { "\($0).\(UInt32.random(in: 0...UInt32.max))" }
    if let errorsName { files[2] = errorsName }
    if let outputName { files[1] = outputName }
    directory.write(files[0], input)
    let descriptors = [
      open(directory(files[0]), O_RDONLY | O_CLOEXEC),
      open(directory(files[1]), O_RDWR | O_CREAT | O_CLOEXEC, 0o600),
      open(directory(files[2]), O_RDWR | O_CREAT | O_CLOEXEC, 0o600),
    ]
    defer { for descriptor in descriptors { close(descriptor) } }
    let terminal = Terminal(
      input: descriptors[0], output: descriptors[1], errors: descriptors[2],
      showsProgress: showsProgress, columns: columns)
    let surroundings = Surroundings(
      terminal: terminal, program: "floe", variables: variables, dotEnvPath: directory(".env"),
      interruptions: interruptions, reloads: reloads)
    let status = await commands.run(words, in: surroundings)
    return Outcome(
      status: status, output: Self.text(directory(files[1])),
      errors: Self.text(directory(files[2])))
  }

  /// A file's bytes; nil when there is none.
  static func bytes(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  private static func text(_ path: String) -> String {
    String(decoding: bytes(path) ?? [], as: UTF8.self)
  }

  /// The names in a folder, sorted, hidden ones included.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
