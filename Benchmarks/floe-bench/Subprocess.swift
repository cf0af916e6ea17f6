import Glibc

/// A process that the benchmark started, pinned to one processor.
final class Subprocess {
  /// Its process id; pinning replaces itself by the program, so it is the program's own.
  let id: pid_t

  private var isRunning = true

  /// Starts a program found in `$PATH` on a processor, its output in a file.
  ///
  /// It is told to end when the benchmark dies, so nothing is left behind by a crash.
  init(_ command: [String], processor: Int, output: String) throws(BenchmarkFailure) {
    let pinned =
      ["taskset", "-c", "\(processor)", "setpriv", "--pdeathsig", "TERM"] + command
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments = unsafe pinned.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var id = pid_t()
    let failure = unsafe posix_spawnp(&id, "taskset", &actions, nil, &arguments, environ)
    guard failure == 0 else {
      throw BenchmarkFailure("cannot start \(command[0]): errno \(failure)")
    }
    self.id = id
  }

  deinit { stop() }

  /// Whether it has not ended by itself.
  var isAlive: Bool {
    guard isRunning else { return false }
    var status: Int32 = 0
    if unsafe waitpid(id, &status, WNOHANG) == id { isRunning = false }
    return isRunning
  }

  /// Asks it to end, insists after five seconds, and waits.
  func stop() {
    guard isRunning else { return }
    kill(id, SIGTERM)
    for _ in 0..<500 {
      if !isAlive { return }
      usleep(10_000)
    }
    kill(id, SIGKILL)
    var status: Int32 = 0
    unsafe waitpid(id, &status, 0)
    isRunning = false
  }

  /// Waits for its end; the exit status, or 128 and more for a signal.
  func wait() -> Int32 {
    var status: Int32 = 0
    guard isRunning else { return 0 }
    unsafe waitpid(id, &status, 0)
    isRunning = false
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
