import Glibc
import Locks
import TestSupport

/// A Redis server for tests, on loopback and in a temporary directory. It keeps nothing on disk, dies
/// with the test process, and can be killed, stopped for a while and started again.
package final class RedisServer: Sendable {
  private struct State {
    var child: pid_t?
    var leash: Int32 = -1
  }

  /// Where it listens, on 127.0.0.1 and on a socket in the file system.
  package let port: UInt16
  package var socketPath: String { directory("redis.sock") }

  private let options: RedisServerOptions
  private let directory: TemporaryDirectory
  private let state = Mutex(State())

  private init(options: RedisServerOptions, port: UInt16) {
    self.options = options
    self.port = port
    directory = TemporaryDirectory("redis")
  }

  deinit { state.withLock { Self.kill(&$0) } }

  /// Starts a server and returns when it accepts connections; stops the test process when that does
  /// not work.
  package static func start(_ options: RedisServerOptions = .init()) async -> RedisServer {
    await BlockingThread.run {
      let server = RedisServer(options: options, port: FreePorts.take())
      server.launch()
      return server
    }
  }

  /// Three servers that are a cluster, each with a third of the slots.
  package static func startCluster() async -> [RedisServer] {
    var servers: [RedisServer] = []
    for _ in 0..<3 { servers.append(await start(RedisServerOptions(isCluster: true))) }
    let members = servers.map { "127.0.0.1:\($0.port)" }
    let made = await servers[0].cli(["--cluster", "create"] + members + ["--cluster-yes"])
    // Every server has to have heard of all slots before it answers for them.
    for server in servers {
      for attempt in 0... {
        if await server.cli(["cluster", "info"]).contains("cluster_state:ok") { break }
        guard attempt < 500 else { fatalError("no cluster: \(made)") }
        usleep(10_000)
      }
    }
    return servers
  }

  /// Kills it as a loss of power would, and returns when it is gone.
  package func kill() async {
    await BlockingThread.run { self.state.withLock { Self.kill(&$0) } }
  }

  /// Starts it again at the same place, without anything that it had kept.
  package func restart() async {
    await BlockingThread.run {
      self.state.withLock { Self.kill(&$0) }
      self.launch()
    }
  }

  /// Takes the processor away from it: connections stand, and nobody answers.
  package func freeze() { state.withLock { _ = Glibc.kill($0.child!, SIGSTOP) } }

  /// Lets it go on.
  package func thaw() { state.withLock { _ = Glibc.kill($0.child!, SIGCONT) } }

  /// Runs `redis-cli` against it and gives what it prints.
  @discardableResult
  package func cli(_ arguments: [String]) async -> String {
    await BlockingThread.run { [self] in
      var command = ["/usr/bin/redis-cli", "--no-auth-warning"]
      if let password = options.password { command += ["-a", password] }
      if let certificates = options.certificates {
        command += ["--tls", "--cacert", certificates.authority]
      }
      if arguments.first != "--cluster" { command += ["-h", "127.0.0.1", "-p", "\(port)"] }
      let log = directory("cli.\(UInt32.random(in: 0 ... .max)).log")
      let child = ChildProcess.spawn(command + arguments, output: log)
      _ = ChildProcess.wait(for: child)
      defer { unlink(log) }
      return ChildProcess.text(of: log)
    }
  }

  private func launch() {
    let child = ChildProcess.spawn(
      ["/usr/bin/redis-server"] + options.arguments(port: port, directory: directory.path),
      output: directory("server.log"))
    let leash = ChildProcess.leash(child, directory: directory.path)
    state.withLock { $0 = State(child: child, leash: leash) }
    for _ in 0..<1000 {
      if FreePorts.isTaken(port) { return }
      usleep(5_000)
    }
    fatalError("Redis does not start: \(ChildProcess.text(of: directory("server.log")))")
  }

  private static func kill(_ state: inout State) {
    guard let child = state.child else { return }
    _ = Glibc.kill(child, SIGKILL)
    _ = ChildProcess.wait(for: child)
    ChildProcess.letGo(state.leash)
    state.child = nil
  }
}
