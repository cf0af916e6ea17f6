import Glibc
import Locks
import Synchronization
import TestSupport

/// A server of PostgreSQL for tests: its own files in a temporary directory, its own port on
/// loopback, encryption with a certificate of its own, and a password. Dies with the test process.
package final class PostgreSQLServer: Sendable {
  /// The password of its user; no text of a failure may show it.
  package static let password = "correct-horse-7Q"
  private static let programs = "/usr/lib/postgresql/15/bin"
  private static let databases = Atomic(0)

  private let directory: TemporaryDirectory
  private let process = Locks.Mutex<SpawnedProcess?>(nil)
  /// Where it listens, on 127.0.0.1.
  package let port: UInt16

  private init(_ directory: TemporaryDirectory, port: UInt16) {
    self.directory = directory
    self.port = port
  }

  deinit { process.withLock { $0 }?.kill() }

  private static let starting = Locks.Mutex<Task<PostgreSQLServer, Never>?>(nil)

  /// One server for every test of the process that does not stop it.
  package static var shared: PostgreSQLServer {
    get async {
      let task = starting.withLock { starting in
        if let starting { return starting }
        let task = Task { await start() }
        starting = task
        return task
      }
      return await task.value
    }
  }

  /// Makes and starts a server; stops the test process when that does not work.
  package static func start() async -> PostgreSQLServer {
    await BlockingThread.run {
      let directory = TemporaryDirectory("postgresql")
      let server = PostgreSQLServer(directory, port: freePort())
      server.makeFiles()
      server.launch()
      return server
    }
  }

  /// Kills it as a loss of power would: no process of it has time for anything.
  package func kill() async {
    await BlockingThread.run { self.process.withLock { $0.take() }?.kill() }
  }

  /// Starts it again over the files that it left.
  package func restart() async {
    await kill()
    await BlockingThread.run { self.launch() }
  }

  /// Makes an empty database and gives its address.
  ///
  /// - Parameter parameters: what follows the `?` of the address.
  package func makeDatabase(_ parameters: String = "sslmode=disable") async -> String {
    let name = "test\(Self.databases.add(1, ordering: .relaxed).newValue)"
    await run("CREATE DATABASE \(name)")
    return url(of: name, parameters)
  }

  /// The address of a database.
  package func url(of name: String, _ parameters: String = "sslmode=disable") -> String {
    "postgres://floe:\(Self.password)@127.0.0.1:\(port)/\(name)?\(parameters)"
  }

  /// The certificate that signs the server's, in a file.
  package var certificateFile: String { directory("server.crt") }

  /// Runs a statement as the server's owner and gives what `psql` prints.
  @discardableResult
  package func run(_ statement: String) async -> String {
    await BlockingThread.run { [directory, port] in
      let ending = SpawnedProcess.run(
        Self.asOwner([
          "\(Self.programs)/psql", "-X", "-A", "-t", "-q", "-h", directory.path, "-p", "\(port)",
          "-U",
          "floe", "-d", "postgres", "-c", statement,
        ]), log: directory("psql.\(UInt32.random(in: 0 ... .max)).log"))
      guard ending.status == 0 else { fatalError("psql: \(ending.output)") }
      return ending.output
    }
  }

  private func makeFiles() {
    directory.write("password", Array("\(Self.password)\n".utf8))
    let steps = [
      [
        "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", directory("server.key"), "-out",
        certificateFile,
      ],
      Self.isRoot ? ["/bin/chown", "-R", "postgres", directory.path] : ["/bin/true"],
      Self.asOwner([
        "\(Self.programs)/initdb", "-D", directory("files"), "-U", "floe", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256",
        "--pwfile=\(directory("password"))",
      ]),
    ]
    for step in steps {
      let ending = SpawnedProcess.run(step, log: directory("setup.log"))
      guard ending.status == 0 else { fatalError("\(step[0]): \(ending.output)") }
    }
  }

  private func launch() {
    let settings = [
      "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=\(directory.path)",
      "ssl=on", "ssl_cert_file=\(certificateFile)", "ssl_key_file=\(directory("server.key"))",
      // The system keeps what was written when a process is killed, so that waiting for the disk
      // would show nothing.
      "fsync=off", "max_connections=300", "shared_buffers=32MB", "log_min_messages=warning",
    ]
    let started = SpawnedProcess.start(
      Self.asOwner(
        ["\(Self.programs)/postgres", "-D", directory("files")] + settings.flatMap { ["-c", $0] }),
      log: directory("server.log"), directory: directory.path)
    process.withLock { $0 = started }
    for _ in 0..<600 {
      let answer = SpawnedProcess.run(
        ["\(Self.programs)/pg_isready", "-q", "-h", directory.path, "-p", "\(port)"],
        log: directory("ready.log"))
      if answer.status == 0 { return }
      usleep(20_000)
    }
    fatalError("PostgreSQL does not start: \(SpawnedProcess.text(of: directory("server.log")))")
  }

  private static let isRoot = geteuid() == 0

  /// PostgreSQL refuses to run as root.
  private static func asOwner(_ command: [String]) -> [String] {
    guard isRoot else { return command }
    return ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + command
  }

  private static func freePort() -> UInt16 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(socket, address, length) == 0, getsockname(socket, address, &length) == 0 else {
          fatalError("no port on loopback: errno \(errno)")
        }
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }
}
