import Glibc

/// Whether good clients notice that thousands of others are a burden: the same requests in quiet, and
/// beside them.
///
/// The server has one processor, the clients the other. The burdens come from hundreds of addresses
/// of this machine's own network, so that limits of an address hold for each.
struct Siege {
  static let port: UInt16 = 9144
  private static let quietSeconds = 10
  private static let siegeSeconds = 30
  /// How much longer the slowest hundredth may take.
  private static let slowdownMax = 2.0

  private let options: BenchmarkOptions
  private let work: String
  private let server: Contender
  private let size = 1024

  init(_ options: BenchmarkOptions) {
    let here = unsafe getcwd(nil, 0).map { unsafe String(cString: $0) } ?? "."
    self.options = options
    work = "\(here)/Benchmarks/work"
    Folder.remove("\(work)/siege")
    Folder.make("\(work)/siege")
    let program = options.floe.hasPrefix("/") ? options.floe : "\(here)/\(options.floe)"
    let launch = Launch(
      command: [
        program, "serve", "--environment", "production", "--server-loops", "1", "--server-host",
        "127.0.0.1", "--server-port", "\(Self.port)", "--devnet-enabled", "--content-access",
        "token", "--accounts-registration", "direct", "--server-connections-max", "4000",
        "--data-directory", "\(work)/siege/data",
      ] + options.serverFlags, output: "\(work)/siege/floe.out", port: Self.port,
      readinessPath: FloeCommand.readinessPath)
    server = Contender(name: Report.floe, launch, sizes: [1024, 1_048_576])
  }

  /// Measures, says what was found, and throws when good clients were harmed.
  func run() throws(BenchmarkFailure) {
    try server.start()
    defer { server.stop() }
    let token = try makeToken()
    let field = "X-API-Key: \(token)"
    let path = try store(size, field)
    let large = try store(1_048_576, field)
    var good = try GoodClients(
      port: Self.port, path: path, fields: [field], countOfBody: size)
    defer { good.close() }
    _ = good.run(seconds: 2)
    let quiet = good.run(seconds: Self.quietSeconds)
    let before = ProcessTree.residentBytes(server.members)
    let besiegers = try besiege(large, field)
    defer { besiegers.stop() }
    _ = good.run(seconds: 3)
    let besieged = good.run(seconds: Self.siegeSeconds)
    let after = ProcessTree.residentBytes(server.members)
    try tell(quiet, besieged, before, after)
  }

  private func besiege(_ large: String, _ field: String) throws(BenchmarkFailure) -> Subprocess {
    try Subprocess(
      [
        "chrt", "--idle", "0", CommandLine.arguments[0], "--besiege", "\(Self.port)", large, field,
        "\(Self.siegeSeconds + 60)",
      ], processor: LoadGenerator.processor, output: "\(work)/siege/besiegers.out")
  }

  private func makeToken() throws(BenchmarkFailure) -> String {
    let connection = try HTTPConnection(port: Self.port)
    let registered = try connection.exchange(
      Request.post(
        "/users/register", port: Self.port,
        #"{"email":"good@example.com","password":"correct horse","subscriptionTier":"enterprise"}"#
      ))
    let session = try Self.member("sessionToken", of: registered)
    let made = try connection.exchange(
      Request.post(
        "/users/tokens", port: Self.port,
        #"{"name":"siege","permissions":["READ_CDN","UPLOAD_FILES"]}"#,
        field: "X-API-Key: \(session)"))
    return try Self.member("token", of: made)
  }

  private static func member(
    _ name: String, of response: HTTPConnection.Response
  ) throws(BenchmarkFailure) -> String {
    let text = String(decoding: response.body, as: UTF8.self)
    guard let key = text.firstRange(of: "\"\(name)\":\"") else {
      throw BenchmarkFailure("\(response.status) without \(name): \(text.prefix(200))")
    }
    return String(text[key.upperBound...].prefix { $0 != "\"" })
  }

  private func store(_ count: Int, _ field: String) throws(BenchmarkFailure) -> String {
    FloeCommand.path(
      try FloeCommand.store(
        (0..<count).map { _ in UInt8.random(in: 0...255) }, port: Self.port, field: field))
  }

  private func tell(
    _ quiet: GoodClients.Outcome, _ besieged: GoodClients.Outcome, _ before: Int, _ after: Int
  ) throws(BenchmarkFailure) {
    let burdens = Besieger.allCases.map { "\($0.count) \($0)" }.joined(separator: ", ")
    TextFile.say("\(GoodClients.count) good clients, alone and beside \(burdens)")
    for (name, outcome) in [("quiet", quiet), ("besieged", besieged)] {
      let sample = Sample(outcome.latencies)
      TextFile.say(
        "\(name): \(outcome.latencies.count) answers, p50 \(Decimals.fixed(sample.median, 2)) ms, "
          + "p99 \(Decimals.fixed(sample.quantile(0.99), 2)) ms, "
          + "slowest \(Decimals.fixed(sample.max, 2)) ms, \(outcome.failures.count) failures")
    }
    TextFile.say(
      "resident: \(before / 1_048_576) MiB in quiet, \(after / 1_048_576) MiB besieged")
    TextFile.say(TextFile.text("\(work)/siege/besiegers.out") ?? "")
    if let failure = besieged.failures.first {
      throw BenchmarkFailure("\(besieged.failures.count) good requests failed: \(failure)")
    }
    let slowdown =
      Sample(besieged.latencies).quantile(0.99) / Sample(quiet.latencies).quantile(0.99)
    TextFile.say("p99 besieged to quiet: \(Decimals.fixed(slowdown, 2))")
    guard slowdown <= Self.slowdownMax else {
      throw BenchmarkFailure("the slowest hundredth took more than twice as long")
    }
  }
}
