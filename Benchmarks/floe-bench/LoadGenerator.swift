import Glibc

/// One run of wrk on the other processor.
struct LoadGenerator {
  /// The processor that the load comes from.
  static let processor = 1

  let connections: Int
  let seconds: Int

  /// Where its output passes through.
  let output: String

  /// What wrk says of a run.
  struct Outcome {
    var requests: Int
    var requestsPerSecond: Double
    var p50: Double
    var p99: Double
  }

  /// Loads a path of a local port; times in microseconds.
  func run(
    port: UInt16, path: String, fields: [String] = Request.fields
  ) throws(BenchmarkFailure) -> Outcome {
    try TextFile.write(output, [])
    let fields = fields.flatMap { ["-H", $0] }
    let process = try Subprocess(
      ["wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "--timeout", "10s"] + fields
        + ["http://127.0.0.1:\(port)\(path)"],
      processor: Self.processor, output: output)
    let status = process.wait()
    let text = TextFile.text(output) ?? ""
    guard status == 0, let outcome = Self.parse(text) else {
      throw BenchmarkFailure("wrk failed (\(status)): \(text.prefix(300))")
    }
    for complaint in ["Non-2xx", "Socket errors"] where text.contains(complaint) {
      let line = text.split(separator: "\n").first { $0.contains(complaint) } ?? ""
      throw BenchmarkFailure("wrk: \(line.drop { $0 == " " })")
    }
    return outcome
  }

  /// The same with what a server's processes have used meanwhile.
  func slice(
    of members: [Int32], port: UInt16, path: String, fields: [String] = Request.fields
  ) throws(BenchmarkFailure) -> Slice {
    let before = ProcessTree.processorSeconds(members)
    let outcome = try run(port: port, path: path, fields: fields)
    let after = ProcessTree.processorSeconds(members)
    return Slice(
      requests: outcome.requests, requestsPerSecond: outcome.requestsPerSecond, p50: outcome.p50,
      p99: outcome.p99, userSeconds: after.user - before.user,
      systemSeconds: after.system - before.system)
  }

  static func parse(_ text: String) -> Outcome? {
    var requests: Int?
    var rate: Double?
    var latencies = [String: Double]()
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 2, words[1] == "requests", words[2] == "in" { requests = Int(words[0]) }
      if words.count == 2, words[0] == "Requests/sec:" { rate = Double(words[1]) }
      if words.count == 2, words[0].hasSuffix("%") {
        latencies[String(words[0])] = microseconds(words[1])
      }
    }
    guard let requests, let rate, let p50 = latencies["50%"], let p99 = latencies["99%"] else {
      return nil
    }
    return Outcome(requests: requests, requestsPerSecond: rate, p50: p50, p99: p99)
  }

  /// A duration as wrk prints it: `784.00us`, `1.15ms`, `2.00s`.
  private static func microseconds(_ text: Substring) -> Double? {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let scale: [Substring: Double] = ["us": 1, "ms": 1000, "s": 1_000_000, "m": 60_000_000]
    guard let value = Double(number), let factor = scale[text.dropFirst(number.count)] else {
      return nil
    }
    return value * factor
  }
}
