import Glibc

/// The whole run: content, servers, slices, and the smaller measurements.
struct Benchmark {
  private let options: BenchmarkOptions
  private let work: String
  private let peers: Peers
  private let command: FloeCommand
  private var report: Report

  /// The contents by size: bytes that do not compress.
  private let bodies: [Int: [UInt8]]

  /// The path of each, the same at every server.
  private var paths: [Int: String] = [:]

  init(_ options: BenchmarkOptions) throws(BenchmarkFailure) {
    self.options = options
    let here = unsafe getcwd(nil, 0).map { unsafe String(cString: $0) } ?? "."
    work = "\(here)/Benchmarks/work"
    // A cache that survived from another run would answer with that run's content.
    Folder.remove(work)
    Folder.make("\(work)/files/cdn")
    Folder.make("\(work)/files/v1/blobs")
    peers = Peers(work: work, sizes: options.sizes)
    let program = options.floe.hasPrefix("/") ? options.floe : "\(here)/\(options.floe)"
    command = FloeCommand(program: program, work: work)
    report = Report(
      timestamp: Machine.timestamp, machine: Machine.current(work: work), options: options)
    var generator = SystemRandomNumberGenerator()
    bodies = Dictionary(
      (options.sizes + [1024]).map { size in
        (size, (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) })
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Runs everything that can be run, and writes what was found.
  mutating func run() throws(BenchmarkFailure) {
    if report.machine.processorCount < 2 {
      report.gaps.append("anything free of interference: there is one processor for both sides")
    }
    let floe = startFloe()
    try storeContent(floe)
    let origin = try peers.origin()
    try origin.start()
    try measureThroughput(floe)
    floe?.stop()
    if !options.isThroughputOnly {
      measureStarts()
      measureIdleMemory()
      measureMisses()
      measureTable()
      measureCallers()
    }
    if options.countsInstructions { countInstructions() }
    origin.stop()
    try report.write()
    TextFile.say("wrote \(options.results)/\(report.timestamp).md")
  }

  /// Floe with its local network, or nil and a gap when there is none to start.
  private mutating func startFloe() -> Contender? {
    guard command.exists else {
      note("Floe: there is no \(command.program)")
      return nil
    }
    let floe = Contender(name: Report.floe, command.withDevnet, sizes: options.sizes)
    do {
      try floe.start()
      return floe
    } catch {
      note("Floe: it does not start: \(error)")
      return nil
    }
  }

  /// Stores the contents through Floe, which names them, and lays them before the origin under
  /// the same names.
  private mutating func storeContent(_ floe: Contender?) throws(BenchmarkFailure) {
    for size in options.sizes {
      var id = String(repeating: "a", count: 42 - "\(size)".count) + "\(size)" + "A"
      if let floe { id = try FloeCommand.store(bodies[size]!, port: floe.port(size)) }
      paths[size] = FloeCommand.path(id)
      try TextFile.write("\(work)/files/cdn/\(id)", bodies[size]!)
    }
    try TextFile.write("\(work)/files/1024", bodies[1024]!)
  }

  private mutating func measureThroughput(_ floe: Contender?) throws(BenchmarkFailure) {
    var contenders = [Contender]()
    if let floe { contenders.append(floe) }
    let others = try peers.nginxCaches() + [peers.varnish()]
    for contender in others {
      do {
        try contender.start()
        contenders.append(contender)
      } catch {
        note("\(error)")
      }
    }
    guard let model = contenders.first else { throw BenchmarkFailure("no server can be started") }
    let floor = try floor(answeringLike: model)
    try floor.start()
    contenders.insert(floor, at: 0)
    defer { for contender in contenders where contender !== floe { contender.stop() } }

    let run = ThroughputRun(
      options: options,
      generator: LoadGenerator(
        connections: options.connections, seconds: options.sliceSeconds,
        output: "\(work)/wrk.out"), paths: paths)
    TextFile.say("warming up \(contenders.map(\.name).joined(separator: ", "))")
    try run.warmUp(contenders, bodies: bodies)
    for size in options.sizes {
      report.throughput.append(try run.measure(contenders, size: size))
    }
  }

  /// The floor writes exactly the bytes that another server answers.
  private func floor(answeringLike model: Contender) throws(BenchmarkFailure) -> Contender {
    var responses = [Int: HTTPConnection.Response]()
    for size in options.sizes {
      let port = model.port(size)
      let connection = try HTTPConnection(port: port)
      let request = Request.get(paths[size]!, port: port)
      // The second answer is a hit.
      _ = try connection.exchange(request)
      responses[size] = try connection.exchange(request)
    }
    return try peers.floor(options.floor, responses)
  }

  private mutating func measureStarts() {
    TextFile.say("starting servers")
    var contenders = (try? [peers.nginxCaches()[0], peers.varnish()]) ?? []
    if command.exists {
      contenders.insert(Contender(name: Report.floe, command.alone, sizes: options.sizes), at: 0)
    }
    for contender in contenders {
      do {
        report.readiness.append(try Readiness.measure(contender))
      } catch {
        note("the start of \(error)")
      }
    }
  }

  private mutating func measureIdleMemory() {
    let connections = IdleMemory.connectionsAllowed(options.idleConnections)
    if connections < options.idleConnections {
      note(
        "\(options.idleConnections) idle connections: the limit on open files allows \(connections)"
      )
    }
    TextFile.say("opening \(connections) idle connections")
    let size = options.sizes[0]
    var contenders = (try? [peers.nginxCaches()[0], peers.varnish()]) ?? []
    if command.exists {
      contenders.insert(
        Contender(name: Report.floe, command.withDevnet, sizes: options.sizes), at: 0)
    }
    for contender in contenders {
      do {
        try contender.start()
        defer { contender.stop() }
        if contender.name == Report.floe {
          _ = try FloeCommand.store(bodies[size]!, port: contender.port(size))
        }
        report.idleMemory.append(
          try IdleMemory.measure(
            contender, size: size, path: paths[size]!, connections: connections))
      } catch {
        note("idle connections of \(contender.name): \(error)")
      }
    }
  }

  private mutating func measureMisses() {
    guard command.exists else { return }
    TextFile.say("timing misses")
    let floe = Contender(name: Report.floe, command.alone, sizes: options.sizes)
    do {
      try floe.start()
      defer { floe.stop() }
      report.missLatency = try MissLatency.measure(
        floe: FloeCommand.lonePort, count: options.misses)
    } catch {
      note("the latency of misses: \(error)")
    }
  }

  /// What it costs to know who calls.
  private mutating func measureCallers() {
    TextFile.say("timing tokens and logins")
    do {
      guard unsafe access(options.meteredEdge, X_OK) == 0 else {
        throw BenchmarkFailure("there is no \(options.meteredEdge)")
      }
      report.meteredCost = try MeteredCost.measure(
        command: command, meteredEdge: options.meteredEdge, body: bodies[1024]!,
        generator: LoadGenerator(
          connections: options.connections, seconds: options.sliceSeconds,
          output: "\(work)/wrk.out"), rounds: options.rounds)
    } catch {
      note("a token with limits and metering: \(error)")
    }
    guard command.exists else { return }
    let floe = Contender(name: Report.floe, command.alone, sizes: options.sizes)
    do {
      try floe.start()
      defer { floe.stop() }
      report.loginCost = try LoginCost.measure(
        floe, size: options.sizes[0], rounds: options.rounds)
    } catch {
      note("logins: \(error)")
    }
  }

  private mutating func measureTable() {
    TextFile.say("timing the table of the memory tier")
    do {
      report.tableCost = try TableCost.measure(program: options.cacheBench, work: work)
    } catch {
      note("the table of the memory tier: \(error)")
    }
  }

  private mutating func countInstructions() {
    guard InstructionCount.isPossible else {
      note("instructions: valgrind is not installed")
      return
    }
    TextFile.say("counting instructions")
    let size = options.sizes[0]
    let known = paths[size]!
    let body = bodies[size]!
    let floor = Launch(
      command: [
        options.floor, "9139", "\(work)/floor-\(size).head", "\(work)/floor-\(size).body",
      ], output: "\(work)/floor.out", port: 9139)
    do {
      report.instructions.append(
        try InstructionCount.measure(
          name: "C floor", floor, connections: options.connections, work: work
        ) { _ in known })
      guard command.exists else { return }
      report.instructions.append(
        try InstructionCount.measure(
          name: Report.floe, command.withDevnet, connections: options.connections, work: work
        ) { port throws(BenchmarkFailure) in
          FloeCommand.path(try FloeCommand.store(body, port: port))
        })
      try countMetering(body)
    } catch {
      note("instructions: \(error)")
    }
  }

  /// What tokens, limits and metering add to a request from memory.
  private mutating func countMetering(_ body: [UInt8]) throws(BenchmarkFailure) {
    guard unsafe access(options.meteredEdge, X_OK) == 0 else {
      return note("tokens, limits and metering: there is no \(options.meteredEdge)")
    }
    for needsToken in [false, true] {
      let fields = needsToken ? Request.fieldsWithToken : Request.fields
      report.instructions.append(
        try InstructionCount.measure(
          name: needsToken ? "Floe, a token with limits and metering" : "Floe, open to anybody",
          command.metered(options.meteredEdge, needsToken: needsToken),
          connections: options.connections, work: work, fields: fields
        ) { port throws(BenchmarkFailure) in
          FloeCommand.path(try FloeCommand.store(body, port: port, field: fields[0]))
        })
    }
  }

  private mutating func note(_ gap: String) {
    TextFile.say("not measured: \(gap)")
    report.gaps.append(String(gap.split(separator: "\n").joined(separator: "; ")))
  }
}
