/// Everything that one run of the benchmark found out.
struct Report {
  let timestamp: String
  let machine: Machine
  let options: BenchmarkOptions
  var throughput: [Throughput] = []
  var idleMemory: [IdleMemory] = []
  var readiness: [Readiness] = []
  var missLatency: MissLatency?
  var tableCost: TableCost?
  var meteredCost: MeteredCost?
  var loginCost: LoginCost?
  var instructions: [InstructionCount] = []

  /// What could not be measured, and why.
  var gaps: [String] = []

  /// The name that Floe has in the tables.
  static let floe = "Floe"

  /// Writes both forms, each also as the latest.
  func write() throws(BenchmarkFailure) {
    Folder.make(options.results)
    let json = Array((JSONText.print(JSONReport(self).value) + "\n").utf8)
    let table = Array(TableReport(self).text.utf8)
    try TextFile.write("\(options.results)/\(timestamp).json", json)
    try TextFile.write("\(options.results)/\(timestamp).md", table)
    try TextFile.write("\(options.results)/latest.md", table)
    try TextFile.write("\(options.results)/latest.json", json)
  }

  /// The targets that this run can judge.
  var verdicts: [Verdict] {
    var verdicts = [Verdict]()
    let nginxTargets = [1024: 0.55, 65536: 0.70, 1_048_576: 0.70]
    for run in throughput where run.names.contains(Self.floe) {
      let size = SizeName.of(run.size)
      if let target = nginxTargets[run.size], let best = run.bestNginx {
        verdicts.append(
          Verdict(
            "CPU at \(size), to \(best)", run.ratio(Self.floe, to: best).median, target, "×"))
      }
      if run.size == 1024, run.names.contains("C floor") {
        verdicts.append(
          Verdict(
            "CPU at \(size), to the C floor", run.ratio(Self.floe, to: "C floor").median, 1.10, "×")
        )
      }
    }
    for idle in idleMemory where idle.name == Self.floe {
      verdicts.append(
        Verdict("memory of an idle connection", idle.bytesPerConnection, 300, "bytes"))
    }
    for ready in readiness where ready.name == Self.floe {
      verdicts.append(Verdict("ready after start", ready.seconds.median * 1000, 100, "ms"))
      verdicts.append(
        Verdict("idle resident memory", Double(ready.residentBytes) / 1_000_000, 30, "MB"))
    }
    if let missLatency {
      verdicts.append(
        Verdict("added to the first byte by a miss", missLatency.added.median * 1000, 1, "ms"))
    }
    return verdicts + callerVerdicts + tableVerdicts
  }

  /// What tokens and passwords may cost.
  private var callerVerdicts: [Verdict] {
    var verdicts = [Verdict]()
    if let meteredCost {
      verdicts.append(
        Verdict(
          "CPU at 1 KiB with a token, limits and metering, to without",
          meteredCost.ratio.median, 1.05, "×"))
    }
    if let loginCost {
      verdicts.append(
        Verdict("CPU of a login, to its bcrypt alone", loginCost.ratio.median, 1.05, "×"))
    }
    return verdicts
  }

  /// Whether a million objects cost more than a thousand: the look-up alone, where the same objects
  /// are asked for, and the whole request, where any of them may be.
  private var tableVerdicts: [Verdict] {
    var verdicts = [Verdict]()
    if let growth = tableCost?.growth("hot") {
      verdicts.append(Verdict("look-up among 1,000,000 objects, to 1,000", growth, 1.20, "×"))
    }
    if let difference = tableCost?.difference("uniform"),
      let run = throughput.first(where: { $0.size == 1024 && $0.names.contains(Self.floe) })
    {
      let cost = run.cost(Self.floe).median
      verdicts.append(
        Verdict(
          "CPU at 1 KiB with 1,000,000 objects asked for alike, to 1,000",
          (cost + difference / 1000) / cost, 1.20, "×"))
    }
    return verdicts
  }
}
