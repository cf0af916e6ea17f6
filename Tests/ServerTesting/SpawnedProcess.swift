import Glibc

/// A program that a test runs beside itself. It dies with the test process: a shell between the two
/// waits for the end of its standard input, and then kills what it started, children included.
package final class SpawnedProcess: Sendable {
  /// What a program said and how it ended.
  package struct Ending: Sendable {
    /// The exit status; 128 and the signal when it was killed by one.
    package let status: Int32
    /// Everything that it wrote.
    package let output: String
  }

  private let shell: pid_t
  private let leash: Int32

  private init(shell: pid_t, leash: Int32) {
    self.shell = shell
    self.leash = leash
  }

  deinit { close(leash) }

  /// Starts a program that is to run until `kill()`, or until the test process ends.
  ///
  /// - Parameters:
  ///   - log: the file that takes what it writes.
  ///   - directory: removed with everything in it when the test process ends before `kill()`.
  package static func start(
    _ arguments: [String], log: String, directory: String
  ) -> SpawnedProcess {
    // It stands still first, so that no child is born meanwhile and all end in one moment, as
    // without power. What ends a terminal's job must not end the shell before it has done that.
    let script = """
      "$@" </dev/null & pid=$!
      trap '' HUP INT TERM
      if read -r _; then directory=; else directory=$0; fi
      kill -STOP $pid
      kill -KILL $pid $(cat /proc/$pid/task/$pid/children)
      wait
      if [ -n "$directory" ]; then rm -rf "$directory"; fi
      """
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("no pipe: errno \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let shell = spawn(
      ["/bin/sh", "-c", script, directory] + arguments, input: ends[0], output: log)
    close(ends[0])
    return SpawnedProcess(shell: shell, leash: ends[1])
  }

  /// Runs a program to its end; blocks the thread meanwhile.
  package static func run(_ arguments: [String], log: String) -> Ending {
    let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(input) }
    unlink(log)
    let child = spawn(arguments, input: input, output: log)
    return Ending(status: wait(for: child), output: text(of: log))
  }

  /// Kills the program, and returns once it is gone; blocks the thread meanwhile.
  package func kill() {
    _ = write(leash, "\n", 1)
    _ = Self.wait(for: shell)
  }

  /// What is in a file, or nothing.
  package static func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
    while case let count = read(file, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func spawn(_ arguments: [String], input: Int32, output: String) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    precondition(posix_spawn_file_actions_addclosefrom_np(&actions, 3) == 0)
    // A shell that inherits a blocked SIGCHLD waits for its child for ever.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    // No variable of the tests' surroundings reaches a server, such as one that names another.
    let surroundings = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
    let variables: [UnsafeMutablePointer<CChar>?] = surroundings.map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var child = pid_t()
    let failure = posix_spawn(&child, arguments[0], &actions, &attributes, words, variables)
    guard failure == 0 else { fatalError("cannot start \(arguments[0]): errno \(failure)") }
    return child
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
