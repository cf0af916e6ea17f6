/// What the command line asks for.
struct BenchmarkOptions {
  /// How often every server is measured at every size.
  var rounds = 15

  /// How long one measurement takes.
  var sliceSeconds = 1

  /// Connections that the load generator keeps open.
  var connections = 64

  /// Body sizes in bytes.
  var sizes = [1024, 65536, 1_048_576]

  /// Idle connections to open for the memory measurement.
  var idleConnections = 10_000

  /// Misses to time.
  var misses = 200

  /// The command under test.
  var floe = ".build/release/floe"

  /// The C program that only reads and writes.
  var floor = ".build/release/floor"

  /// The program that measures the memory tier alone.
  var cacheBench = ".build/release/cache-bench"

  /// Floe with one token, for what tokens, limits and metering cost.
  var meteredEdge = ".build/release/metered-edge"

  /// Where the results go.
  var results = "Benchmarks/results"

  /// Whether to count instructions under valgrind: slow.
  var countsInstructions = false

  /// Whether to see instead how good clients fare beside thousands of bad ones.
  var isSiege = false

  /// Further flags of the besieged server.
  var serverFlags: [String] = []

  /// Whether to leave out everything but the throughput slices.
  var isThroughputOnly = false

  static let usage = """
    usage: floe-bench [flags]
      --rounds N            measurements of every server at every size (15)
      --slice-seconds N     length of one measurement (1)
      --connections N       connections kept open under load (64)
      --sizes A,B,C         body sizes in bytes (1024,65536,1048576)
      --idle-connections N  connections for the memory measurement (10000)
      --misses N            misses to time (200)
      --floe PATH           the command under test (.build/release/floe)
      --floor PATH          the C floor (.build/release/floor)
      --cache-bench PATH    what measures the memory tier alone (.build/release/cache-bench)
      --metered-edge PATH   Floe with one token (.build/release/metered-edge)
      --results FOLDER      where the results go (Benchmarks/results)
      --instructions        count instructions with valgrind, too: slow
      --throughput-only     leave out memory, readiness and misses
      --siege               good clients beside thousands of bad ones, and nothing else
      --server-flag FLAG    one more flag for the besieged server
      --quick               3 rounds, 1000 idle connections, 50 misses
    """

  init(_ arguments: [String]) throws(BenchmarkFailure) {
    var rest = arguments[...]
    while let flag = rest.popFirst() {
      switch flag {
      case "--rounds": rounds = try Self.number(flag, &rest)
      case "--slice-seconds": sliceSeconds = try Self.number(flag, &rest)
      case "--connections": connections = try Self.number(flag, &rest)
      case "--idle-connections": idleConnections = try Self.number(flag, &rest)
      case "--misses": misses = try Self.number(flag, &rest)
      case "--floe": floe = try Self.value(flag, &rest)
      case "--floor": floor = try Self.value(flag, &rest)
      case "--cache-bench": cacheBench = try Self.value(flag, &rest)
      case "--metered-edge": meteredEdge = try Self.value(flag, &rest)
      case "--results": results = try Self.value(flag, &rest)
      case "--instructions": countsInstructions = true
      case "--siege": isSiege = true
      case "--server-flag": serverFlags.append(try Self.value(flag, &rest))
      case "--throughput-only": isThroughputOnly = true
      case "--quick": (rounds, idleConnections, misses) = (3, 1000, 50)
      case "--sizes":
        let text = try Self.value(flag, &rest)
        sizes = text.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
        if sizes.isEmpty { throw BenchmarkFailure("\(flag): no sizes in '\(text)'") }
      default: throw BenchmarkFailure("unknown flag \(flag)\n\(Self.usage)")
      }
    }
  }

  private static func value(
    _ flag: String, _ rest: inout ArraySlice<String>
  ) throws(BenchmarkFailure) -> String {
    guard let value = rest.popFirst() else { throw BenchmarkFailure("\(flag) needs a value") }
    return value
  }

  private static func number(
    _ flag: String, _ rest: inout ArraySlice<String>
  ) throws(BenchmarkFailure) -> Int {
    let text = try value(flag, &rest)
    guard let number = Int(text), number > 0 else {
      throw BenchmarkFailure("\(flag) needs a positive number, not '\(text)'")
    }
    return number
  }
}
