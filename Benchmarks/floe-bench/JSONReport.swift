/// A report for programs.
struct JSONReport {
  private let report: Report

  init(_ report: Report) { self.report = report }

  /// The whole report.
  var value: JSONText.Value {
    .record([
      ("date", .text(report.timestamp)),
      (
        "machine",
        .record([
          ("processor", .text(report.machine.processor)),
          ("processors", .number(Double(report.machine.processorCount))),
          ("kernel", .text(report.machine.kernel)),
          ("versions", .list(report.machine.versions.map { .text($0) })),
        ])
      ),
      (
        "method",
        .record([
          ("rounds", .number(Double(report.options.rounds))),
          ("sliceSeconds", .number(Double(report.options.sliceSeconds))),
          ("connections", .number(Double(report.options.connections))),
        ])
      ),
      ("throughput", .list(report.throughput.map(throughput))),
      ("idleMemory", .list(report.idleMemory.map(idle))),
      ("readiness", .list(report.readiness.map(readiness))),
      ("missLatencySeconds", report.missLatency.map(misses) ?? .record([])),
      ("tableNanoseconds", .list(report.tableCost?.rows.map(tableCost) ?? [])),
      ("tokenCost", report.meteredCost.map(metered) ?? .record([])),
      ("loginCost", report.loginCost.map(logins) ?? .record([])),
      (
        "instructionsPerRequest",
        .record(report.instructions.map { ($0.name, .number($0.perRequest)) })
      ),
      (
        "targets",
        .list(
          report.verdicts.map {
            .record([
              ("subject", .text($0.subject)), ("measured", .number($0.measured)),
              ("target", .number($0.target)), ("unit", .text($0.unit)),
              ("met", .text($0.isMet ? "yes" : "no")),
            ])
          })
      ),
      ("notMeasured", .list(report.gaps.map { .text($0) })),
    ])
  }

  private func throughput(_ run: Throughput) -> JSONText.Value {
    let best = run.bestNginx
    let servers: [(String, JSONText.Value)] = run.names.map { name in
      let slices = run.slices[name] ?? []
      return (
        name,
        .record([
          ("cpuMicrosecondsPerRequest", .number(run.cost(name).median)),
          ("requestsPerSecond", .number(Sample(slices.map(\.requestsPerSecond)).median)),
          ("p50Microseconds", .number(Sample(slices.map(\.p50)).median)),
          ("p99Microseconds", .number(Sample(slices.map(\.p99)).median)),
          ("ratioToBestNginx", .number(run.ratio(name, to: best).median)),
          ("ratioToVarnish", .number(run.ratio(name, to: "Varnish").median)),
          ("ratioToFloor", .number(run.ratio(name, to: "C floor").median)),
          ("cpuSlices", .list(slices.map { .number($0.microsecondsPerRequest) })),
          ("rateSlices", .list(slices.map { .number($0.requestsPerSecond) })),
        ])
      )
    }
    return .record([
      ("bytes", .number(Double(run.size))), ("bestNginx", .text(best ?? "")),
      ("servers", .record(servers)),
    ])
  }

  private func idle(_ idle: IdleMemory) -> JSONText.Value {
    .record([
      ("server", .text(idle.name)), ("connections", .number(Double(idle.connections))),
      ("allocatedBefore", .number(Double(idle.allocatedBefore))),
      ("allocatedAfter", .number(Double(idle.allocatedAfter))),
      ("bytesPerConnection", .number(idle.bytesPerConnection)),
    ])
  }

  private func readiness(_ ready: Readiness) -> JSONText.Value {
    .record([
      ("server", .text(ready.name)), ("medianSeconds", .number(ready.seconds.median)),
      ("maxSeconds", .number(ready.seconds.max)),
      ("residentBytes", .number(Double(ready.residentBytes))),
    ])
  }

  private func tableCost(_ row: TableCost.Row) -> JSONText.Value {
    .record([
      ("objects", .number(Double(row.objects))),
      (
        "lookup",
        .record(TableCost.patterns.map { ($0.0, .number(row.lookups[$0.0] ?? 0)) })
      ),
      ("insertion", .number(row.insertion)),
      ("slowestInsertion", .number(row.slowestInsertion)),
      ("replacement", .number(row.replacement)),
    ])
  }

  private func metered(_ cost: MeteredCost) -> JSONText.Value {
    .record([
      ("openMicroseconds", .number(MeteredCost.cost(cost.open).median)),
      ("tokenMicroseconds", .number(MeteredCost.cost(cost.metered).median)),
      ("ratio", .number(cost.ratio.median)),
    ])
  }

  private func logins(_ cost: LoginCost) -> JSONText.Value {
    .record([
      ("loginSeconds", .number(Sample(cost.login).median)),
      ("bcryptSeconds", .number(Sample(cost.hash).median)),
      ("ratio", .number(cost.ratio.median)),
    ])
  }

  private func misses(_ misses: MissLatency) -> JSONText.Value {
    .record([
      ("direct", .number(misses.direct.median)), ("throughFloe", .number(misses.through.median)),
      ("added", .number(misses.added.median)), ("added90", .number(misses.added.quantile(0.9))),
    ])
  }
}
