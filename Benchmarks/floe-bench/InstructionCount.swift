import Glibc

/// Instructions outside the kernel for one request, counted by callgrind: exact where times are
/// noisy.
struct InstructionCount {
  let name: String
  let perRequest: Double

  /// Whether valgrind is there.
  static var isPossible: Bool {
    (unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "").split(separator: ":").contains
    {
      unsafe access("\($0)/valgrind", X_OK) == 0
    }
  }

  /// Runs the server twice under callgrind with different numbers of requests: the difference is
  /// free of what starting costs. `prepare` returns the path to ask for once the server is up.
  static func measure(
    name: String, _ launch: Launch, connections: Int, work: String,
    fields: [String] = Request.fields,
    prepare: (UInt16) throws(BenchmarkFailure) -> String
  ) throws(BenchmarkFailure) -> InstructionCount {
    let program = try stripped(launch.command[0], work: work)
    let few = 2_000
    let many = 12_000
    var totals = [Double]()
    for (index, requests) in [few, many].enumerated() {
      let log = "\(work)/callgrind-\(index).log"
      try TextFile.write(log, [])
      let traced = Launch(
        command: [
          "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-file=\(log)",
          program,
        ] + launch.command.dropFirst(),
        output: launch.output, port: launch.port, readinessPath: launch.readinessPath)
      let contender = Contender(name: name, traced, sizes: [0])
      try contender.start()
      let path = try prepare(launch.port)
      let request = Request.get(path, port: launch.port, fields: fields)
      var open = [HTTPConnection]()
      for _ in 0..<connections { open.append(try HTTPConnection(port: launch.port)) }
      for number in 0..<requests { _ = try open[number % open.count].exchange(request) }
      open = []
      contender.stop()
      let text = TextFile.text(log) ?? ""
      guard let line = text.split(separator: "\n").last(where: { $0.contains("Collected") }),
        let total = line.split(separator: " ").last.flatMap({ Double($0) })
      else { throw BenchmarkFailure("callgrind did not report") }
      totals.append(total)
    }
    return InstructionCount(name: name, perRequest: (totals[1] - totals[0]) / Double(many - few))
  }

  /// A copy of a program without its notes for debuggers: Debian's valgrind gives up on those that
  /// newer compilers write.
  private static func stripped(
    _ program: String, work: String
  ) throws(BenchmarkFailure) -> String {
    let copy = "\(work)/stripped"
    let strip = try Subprocess(
      ["strip", "-g", "-o", copy, program], processor: 0, output: "\(work)/strip.log")
    guard strip.wait() == 0 else { throw BenchmarkFailure("strip failed for \(program)") }
    return copy
  }
}
