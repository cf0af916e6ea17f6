/// A report for people, in Markdown.
struct TableReport {
  private let report: Report

  init(_ report: Report) { self.report = report }

  /// The whole report.
  var text: String {
    var parts = [introduction]
    if !report.verdicts.isEmpty { parts.append(targets) }
    parts += report.throughput.map(throughput)
    if !report.idleMemory.isEmpty { parts.append(idleMemory) }
    if !report.readiness.isEmpty { parts.append(readiness) }
    if let misses = report.missLatency { parts.append(missLatency(misses)) }
    if let cost = report.meteredCost { parts.append(meteredCost(cost)) }
    if let cost = report.loginCost { parts.append(loginCost(cost)) }
    if let cost = report.tableCost { parts.append(tableCost(cost)) }
    if !report.instructions.isEmpty { parts.append(instructions) }
    if !report.gaps.isEmpty {
      parts.append("## Not measured\n\n" + report.gaps.map { "- \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var introduction: String {
    """
    # Benchmark of \(report.timestamp)

    \(report.machine.processor), \(report.machine.processorCount) processors, Linux \
    \(report.machine.kernel); \(report.machine.versions.joined(separator: "; ")).

    Every server is pinned to processor 0, the load (`wrk -t1 -c\(report.options.connections)`, \
    five request fields, keep-alive, loopback) to processor 1. Slices of \
    \(report.options.sliceSeconds) s alternate between the servers, \(report.options.rounds) \
    rounds. CPU is the time that the kernel accounts to all of a server's processes, over the \
    requests completed. Ratios are medians of the ratios within each round: trust them more than \
    the absolute numbers, which other work on the machine inflates. Differences below some 5 % \
    are not resolved.
    """
  }

  private var targets: String {
    Self.table(
      "## Targets", ["target", "at most", "measured", ""],
      report.verdicts.map {
        let digits = $0.unit == "×" ? 2 : 1
        return [
          $0.subject, "\(Decimals.fixed($0.target, digits)) \($0.unit)",
          "\(Decimals.fixed($0.measured, digits)) \($0.unit)", $0.isMet ? "met" : "**missed**",
        ]
      })
  }

  private func throughput(_ run: Throughput) -> String {
    let best = run.bestNginx
    return Self.table(
      "## \(SizeName.of(run.size))",
      [
        "server", "CPU µs/request (quarter, least)", "of it user", "requests/s", "p50 µs",
        "p99 µs", "to best nginx", "to Varnish", "to C floor",
      ],
      run.names.map { name in
        let slices = run.slices[name] ?? []
        let cost = run.cost(name)
        let marked = name == best ? "\(name) (best)" : name
        return [
          marked,
          "**\(Decimals.fixed(cost.median, 2))** (\(Decimals.fixed(cost.quantile(0.25), 2)), "
            + "\(Decimals.fixed(cost.min, 2)))",
          Decimals.fixed(Sample(slices.map(\.userMicrosecondsPerRequest)).median, 2),
          Decimals.fixed(Sample(slices.map(\.requestsPerSecond)).median, 0),
          Decimals.fixed(Sample(slices.map(\.p50)).median, 0),
          Decimals.fixed(Sample(slices.map(\.p99)).median, 0),
          Self.ratio(run.ratio(name, to: best)), Self.ratio(run.ratio(name, to: "Varnish")),
          Self.ratio(run.ratio(name, to: "C floor")),
        ]
      })
  }

  private var idleMemory: String {
    Self.table(
      "## Idle connections",
      ["server", "connections", "allocated before, KiB", "after, KiB", "bytes a connection"],
      report.idleMemory.map {
        [
          $0.name, "\($0.connections)", "\($0.allocatedBefore / 1024)",
          "\($0.allocatedAfter / 1024)", Decimals.fixed($0.bytesPerConnection, 0),
        ]
      })
  }

  private var readiness: String {
    Self.table(
      "## Start", ["server", "ready after, ms (median)", "(slowest)", "resident, MB"],
      report.readiness.map {
        [
          $0.name, Decimals.fixed($0.seconds.median * 1000, 1),
          Decimals.fixed($0.seconds.max * 1000, 1),
          Decimals.fixed(Double($0.residentBytes) / 1_000_000, 1),
        ]
      })
  }

  private func missLatency(_ misses: MissLatency) -> String {
    Self.table(
      "## Misses: time to first byte, ms", ["", "median", "90 %"],
      [("origin alone", misses.direct), ("through Floe", misses.through), ("added", misses.added)]
        .map {
          [
            $0.0, Decimals.fixed($0.1.median * 1000, 3),
            Decimals.fixed($0.1.quantile(0.9) * 1000, 3),
          ]
        })
  }

  private func meteredCost(_ cost: MeteredCost) -> String {
    Self.table(
      "## A token with limits and metering, 1 KiB",
      ["server", "CPU µs/request (quarter, least)", "requests/s", "p99 µs", "to open"],
      [("open to anybody", cost.open), ("with a token", cost.metered)].map { name, slices in
        let sample = MeteredCost.cost(slices)
        return [
          name,
          "**\(Decimals.fixed(sample.median, 2))** (\(Decimals.fixed(sample.quantile(0.25), 2)), "
            + "\(Decimals.fixed(sample.min, 2)))",
          Decimals.fixed(Sample(slices.map(\.requestsPerSecond)).median, 0),
          Decimals.fixed(Sample(slices.map(\.p99)).median, 0),
          name == "with a token" ? Self.ratio(cost.ratio) : "1.00",
        ]
      })
  }

  private func loginCost(_ cost: LoginCost) -> String {
    Self.table(
      "## Signing in, bcrypt at cost \(LoginCost.cost)",
      ["CPU ms of a login", "of its bcrypt alone", "ratio", "logins/s of one processor"],
      [
        [
          Decimals.fixed(Sample(cost.login).median * 1000, 1),
          Decimals.fixed(Sample(cost.hash).median * 1000, 1), Self.ratio(cost.ratio),
          Decimals.fixed(cost.loginsPerSecond, 2),
        ]
      ])
  }

  private func tableCost(_ cost: TableCost) -> String {
    Self.table(
      "## The table of the memory tier, ns of CPU",
      ["objects"] + TableCost.patterns.map { "look-up, \($0.1)" } + [
        "insertion", "slowest of all", "replacement",
      ],
      cost.rows.map { row in
        ["\(row.objects)"]
          + TableCost.patterns.map { Decimals.fixed(row.lookups[$0.0] ?? 0, 1) } + [
            Decimals.fixed(row.insertion, 0), Decimals.fixed(row.slowestInsertion, 0),
            Decimals.fixed(row.replacement, 0),
          ]
      }) + """


        A look-up finds the entry of a key and notes the hit: all the work of eviction that a hit \
        does. It reads one place of the table, one entry and its count of hits; among a million \
        objects asked for alike each of them comes from memory, not from a cache of the processor. \
        An insertion makes the stored content as well, without a body; a replacement chooses what to \
        evict and frees it.
        """
  }

  private var instructions: String {
    Self.table(
      "## Instructions outside the kernel", ["server", "a request"],
      report.instructions.map { [$0.name, Decimals.fixed($0.perRequest, 0)] })
  }

  private static func ratio(_ sample: Sample) -> String {
    sample.isEmpty ? "–" : Decimals.fixed(sample.median, 2)
  }

  private static func table(_ title: String, _ head: [String], _ rows: [[String]]) -> String {
    let rule = head.map { _ in "---" }
    let lines = ([head, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    return title + "\n\n" + lines.joined(separator: "\n")
  }
}
