internal import EventLoops
internal import Settings

/// `floe cache-sim TRACE`.
struct CacheSimulationCommand: Command {
  let name = "cache-sim"
  let summary = "Replays a trace through the memory tier and prints its miss ratios."
  let operand: Operand? = Operand(
    "TRACE",
    "A file of lines time,key,size, one a request, plain or gzip; - means standard input.")
  let options = [
    CommandOption(
      "--equal-sizes",
      "Counts every object as one, whatever its size; the cache is a share of their number.")
  ]
  let examples = [
    Example(
      "floe cache-sim trace.csv.gz",
      "Object and byte miss ratios at 0.1, 1 and 10 % of the trace's footprint, beside LRU and "
        + "Bélády's offline optimum."),
    Example("zcat *.gz | floe cache-sim --equal-sizes -", "The same for several files as one."),
  ]

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let terminal = invocation.terminal
    let path = invocation.operand
    let isEqual = invocation.has("--equal-sizes")
    let pool = BlockingPool(threadsMax: 1, queueMax: 1)
    defer { pool.stop() }
    // On a thread of its own, because it keeps a processor busy for long.
    let result = try? await pool.run { () -> Result<String, CommandFailure> in
      Result { () throws(CommandFailure) in
        try Self.simulate(path, isEqual: isEqual, on: terminal)
      }
    }
    guard let text = try result?.get() else { throw .failed("the simulation did not begin") }
    try terminal.print(text)
  }

  private static func simulate(
    _ path: String, isEqual: Bool, on terminal: Terminal
  ) throws(CommandFailure) -> String {
    let trace = try TraceFile(path, on: terminal).read(isEqual: isEqual)
    guard trace.requestCount > 0 else { throw .failed("\(trace.name): there are no requests") }
    return MissRatioTable(trace, CacheSimulation(trace).run(on: terminal)).text
  }
}
