import TestSupport
import Testing

@testable import Devnet

/// A small local network on free ports with ten shards and a client for it.
struct NetworkFixture: Sendable {
  /// What a request is sent to.
  enum Server: Sendable {
    case aggregator(Int)
    case publisher
    case control
  }

  let network: LocalNetwork

  /// Runs `body` with a fresh network, which is stopped afterwards, and returns its result.
  static func with<Value>(
    in directory: TemporaryDirectory = TemporaryDirectory("devnet"),
    configure: (inout LocalNetwork.Configuration) -> Void = { _ in },
    _ body: (NetworkFixture) async throws -> Value
  ) async throws -> Value {
    var configuration = LocalNetwork.Configuration(dataDirectory: directory("network"))
    configuration.shardCount = 10
    configuration.latenciesMilliseconds = [0, 1]
    configure(&configuration)
    let network = try LocalNetwork(configuration: configuration)
    defer { network.stop() }
    try network.start()
    return try await body(NetworkFixture(network: network))
  }

  /// The port of a server.
  func port(_ server: Server) -> UInt16 {
    let url =
      switch server {
      case .aggregator(let index): network.aggregatorURLs[index]
      case .publisher: network.publisherURL
      case .control: network.controlURL
      }
    return UInt16(url.split(separator: ":").last!)!
  }

  /// A connection to a server.
  func connect(_ server: Server = .aggregator(0)) async throws -> RawClient {
    try await RawClient.connect(port: port(server))
  }

  /// The bytes of a request with a length where there is a body.
  static func request(
    _ method: String, _ target: String, _ fields: [String] = [], body: [UInt8] = []
  ) -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: local"] + fields
    if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  /// Sends one request on a connection of its own and waits for the answer.
  func send(
    _ method: String, _ target: String, _ fields: [String] = [], body: [UInt8] = [],
    to server: Server = .aggregator(0)
  ) async throws -> RawResponse {
    let client = try await connect(server)
    try await client.send(Self.request(method, target, fields, body: body))
    let response = try await client.response(toHead: method == "HEAD")
    client.close()
    return response
  }

  /// Sends a control call with a JSON text.
  @discardableResult
  func control(_ method: String, _ target: String, _ json: String = "") async throws -> RawResponse
  {
    try await send(method, target, body: Array(json.utf8), to: .control)
  }

  /// Stores a text and returns its blob id.
  func store(_ text: String, query: String = "") async throws -> String {
    let answer = try await send("PUT", "/v1/blobs\(query)", body: Array(text.utf8), to: .publisher)
    let json = answer.json
    let object = json["newlyCreated"]?["blobObject"] ?? json["alreadyCertified"]
    return try #require(object?["blobId"]?.string, "\(answer.text)")
  }
}

extension RawResponse {
  /// The body as JSON; null when it is none.
  var json: JSONValue { JSONValue(parsing: body) ?? .null }

  /// The reason in the daemon's error envelope.
  var errorReason: String? {
    guard case .array(let details)? = json["error"]?["details"] else { return nil }
    return details.first?["reason"]?.string
  }

  /// Names and values of every field but the date, names in lower case, sorted.
  var fieldLines: [String] {
    fields.map { "\($0.name.lowercased()): \($0.value)" }.filter { !$0.hasPrefix("date:") }.sorted()
  }
}
