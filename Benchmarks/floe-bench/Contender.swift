import Glibc

/// A server in the comparison: how it is started, where it answers, what it costs.
final class Contender {
  /// The processor that servers are pinned to.
  static let processor = 0

  /// Its name in the tables.
  let name: String

  /// Its processes; the floor has one for every size.
  private let launches: [Launch]

  /// The port for a body size.
  private let ports: [Int: UInt16]

  private var processes: [Subprocess] = []

  init(name: String, launches: [Launch], ports: [Int: UInt16]) {
    self.name = name
    self.launches = launches
    self.ports = ports
  }

  /// A server with one port for every size.
  convenience init(name: String, _ launch: Launch, sizes: [Int]) {
    self.init(
      name: name, launches: [launch],
      ports: Dictionary(uniqueKeysWithValues: sizes.map { ($0, launch.port) }))
  }

  /// Where it answers for bodies of a size.
  func port(_ size: Int) -> UInt16 { ports[size]! }

  /// Starts every process and waits until each answers; the seconds that this took.
  @discardableResult
  func start() throws(BenchmarkFailure) -> Double {
    let start = ContinuousClock.now
    for launch in launches {
      let process = try Subprocess(
        launch.command, processor: Self.processor, output: launch.output)
      processes.append(process)
      do {
        try Self.waitUntilAnswering(launch, process)
      } catch {
        stop()
        let log = TextFile.text(launch.output)?.split(separator: "\n").suffix(5) ?? []
        throw BenchmarkFailure("\(name): \(error)\n\(log.joined(separator: "\n"))")
      }
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// Ends every process.
  func stop() {
    for process in processes { process.stop() }
    processes = []
  }

  /// Its processes and those that they started.
  var members: [Int32] { ProcessTree.members(of: processes.map(\.id)) }

  private static func waitUntilAnswering(
    _ launch: Launch, _ process: Subprocess
  ) throws(BenchmarkFailure) {
    let end = ContinuousClock.now + .seconds(15)
    while true {
      // Anything but a refusal counts: the floor answers all paths, a cache may answer 404.
      if let connection = try? HTTPConnection(port: launch.port),
        let response = try? connection.exchange(
          Request.get(launch.readinessPath, port: launch.port)), response.status < 500
      {
        return
      }
      if !process.isAlive { throw BenchmarkFailure("ended at once") }
      if ContinuousClock.now > end { throw BenchmarkFailure("does not answer after 15 s") }
      usleep(500)
    }
  }
}
