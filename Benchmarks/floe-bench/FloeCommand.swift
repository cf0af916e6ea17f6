import Glibc

/// How Floe itself is run for the benchmark: the one place that knows its flags.
struct FloeCommand {
  /// The program.
  let program: String

  /// Where its files are, an absolute path.
  let work: String

  static let port: UInt16 = 9140
  static let lonePort: UInt16 = 9141
  static let openPort: UInt16 = 9142
  static let tokenPort: UInt16 = 9143

  /// A path that answers once Floe is ready.
  static let readinessPath = "/health/ready"

  /// Whether there is a program to measure.
  var exists: Bool { unsafe access(program, X_OK) == 0 }

  /// One loop, production settings, the local Walrus network inside.
  var withDevnet: Launch {
    launch(
      [
        "--environment", "production", "--server-port", "\(Self.port)", "--server-loops", "1",
        "--devnet-enabled", "--content-access", "public", "--limits-anonymous-per-minute", "none",
        "--addresses-exempt-loopback",
      ], port: Self.port)
  }

  /// The same alone, with a static file server in the place of an aggregator.
  var alone: Launch {
    launch(
      [
        "--environment", "production", "--server-port", "\(Self.lonePort)", "--server-loops", "1",
        "--walrus-aggregators", "http://127.0.0.1:\(Peers.originPort)",
        "--content-access", "public", "--limits-anonymous-per-minute", "none",
        "--accounts-registration", "direct", "--addresses-exempt-loopback",
      ], port: Self.lonePort)
  }

  /// The same server in the program that knows one token: open to anybody, or with that token, its
  /// limits and metering.
  func metered(_ meteredEdge: String, needsToken: Bool) -> Launch {
    let port = needsToken ? Self.tokenPort : Self.openPort
    let name = needsToken ? "token" : "open"
    return Launch(
      command: [meteredEdge, name, "\(port)", "\(work)/metered-\(name)"],
      output: "\(work)/metered-\(name).out", port: port, readinessPath: Self.readinessPath)
  }

  /// Where a cached body is read.
  static func path(_ id: String) -> String { "/cdn/\(id)" }

  /// Stores a body through Floe; its id.
  static func store(
    _ body: [UInt8], port: UInt16, field: String = Request.fields[0]
  ) throws(BenchmarkFailure) -> String {
    let connection = try HTTPConnection(port: port)
    let response = try connection.exchange(
      Request.put("/v1/blobs?epochs=1", port: port, body, field: field))
    let answer = String(decoding: response.body, as: UTF8.self)
    guard response.status == 200, let key = answer.firstRange(of: "\"blobId\":\"") else {
      throw BenchmarkFailure("PUT /v1/blobs answered \(response.status): \(answer.prefix(200))")
    }
    return String(answer[key.upperBound...].prefix { $0 != "\"" })
  }

  private func launch(_ flags: [String], port: UInt16) -> Launch {
    let data = "\(work)/floe-\(port)"
    Folder.make(data)
    return Launch(
      command: [program, "serve"] + flags + [
        "--server-host", "127.0.0.1", "--server-connections-max", "20000", "--data-directory", data,
      ],
      output: "\(work)/floe-\(port).out", port: port, readinessPath: Self.readinessPath)
  }
}
