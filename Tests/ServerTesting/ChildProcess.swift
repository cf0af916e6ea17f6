import Glibc
import Locks

/// Programs that tests start; all calls may block the thread.
enum ChildProcess {
  private static let spawning = Mutex(())
  private static let leashes = Mutex<[Int32: pid_t]>([:])

  /// Starts a program with nothing to read, and whose output goes to a file.
  static func spawn(_ arguments: [String], input: Int32? = nil, output: String) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    precondition(posix_spawn_file_actions_addclosefrom_np(&actions, 3) == 0)
    let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var child = pid_t()
    let failure = spawning.withLock { _ in
      posix_spawn(&child, arguments[0], &actions, nil, words, environ)
    }
    guard failure == 0 else { fatalError("cannot start \(arguments[0]): errno \(failure)") }
    return child
  }

  /// Waits for the end of a program; its exit status, or -1 when a signal has ended it.
  static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -1
  }

  /// Both ends of a pipe, the reading one first, which no program inherits by itself.
  static func pipeEnds() -> [Int32] {
    var ends: [Int32] = [0, 0]
    let isMade = spawning.withLock { _ in
      pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
    }
    guard isMade else { fatalError("no pipe: errno \(errno)") }
    return ends
  }

  /// Has a shell kill a program and remove its directory should this process end without `letGo`.
  static func leash(_ child: pid_t, directory: String) -> Int32 {
    let ends = pipeEnds()
    let script = "read -r line || { kill -KILL \"$1\"; rm -rf \"$2\"; }"
    let shell = spawn(
      ["/bin/sh", "-c", script, "leash", "\(child)", directory], input: ends[0],
      output: "/dev/null")
    close(ends[0])
    leashes.withLock { $0[ends[1]] = shell }
    return ends[1]
  }

  /// Ends the shell of a leash; the program is gone already.
  static func letGo(_ leash: Int32) {
    _ = write(leash, "\n", 1)
    close(leash)
    if let shell = leashes.withLock({ $0.removeValue(forKey: leash) }) { _ = wait(for: shell) }
  }

  /// What is in a file, or nothing.
  static func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 16384))
    while case let count = read(file, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
