package import TestSupport

extension EdgeUnderTest {
  /// The bytes of a request; a body brings its length along.
  package static func request(
    _ method: String, _ target: String, _ fields: [String] = [], body: [UInt8] = []
  ) -> [UInt8] {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: edge"] + fields
    if !body.isEmpty || method == "PUT" { lines.append("Content-Length: \(body.count)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  /// A connection to the edge.
  package func connect(
    deadline: Duration = .seconds(20), receiveBuffer: Int32? = nil
  ) async throws -> RawClient {
    try await RawClient.connect(port: port, deadline: deadline, receiveBuffer: receiveBuffer)
  }

  /// Sends a request on a connection of its own and waits for the response.
  package func send(
    _ method: String, _ target: String, _ fields: [String] = [], body: [UInt8] = []
  ) async throws -> RawResponse {
    let client = try await connect()
    defer { client.close() }
    try await client.send(Self.request(method, target, fields, body: body))
    return try await client.response(toHead: method == "HEAD")
  }

  /// `GET` on a connection of its own.
  package func get(_ target: String, _ fields: [String] = []) async throws -> RawResponse {
    try await send("GET", target, fields)
  }

  /// Sends a request from an address of `127.0.0.0/8`, on a connection of its own.
  package func send(
    from source: String, _ method: String, _ target: String, _ fields: [String] = [],
    body: [UInt8] = []
  ) async throws -> RawResponse {
    let client = try await RawClient.connect(
      port: port, deadline: .seconds(20), source: source)
    defer { client.close() }
    try await client.send(Self.request(method, target, fields, body: body))
    return try await client.response(toHead: method == "HEAD")
  }

  /// `GET` until something holds of the response, for a few seconds; gives the last response.
  package func get(
    _ target: String, until isRight: (RawResponse) -> Bool
  ) async throws -> RawResponse {
    var response = try await get(target)
    for _ in 0..<500 where !isRight(response) {
      await pause(milliseconds: 10)
      response = try await get(target)
    }
    return response
  }

  /// `HEAD` on a connection of its own.
  package func head(_ target: String, _ fields: [String] = []) async throws -> RawResponse {
    try await send("HEAD", target, fields)
  }

  /// Sends bytes, and nothing after them, and gives every response until the edge closes.
  ///
  /// - Parameter endsInput: whether the edge is told that no more bytes come.
  package func exchange(_ bytes: [UInt8], endsInput: Bool = true) async throws -> RawExchange {
    let client = try await connect()
    defer { client.close() }
    // The edge may answer and close before it has read everything.
    do throws(RawClientFailure) {
      try await client.send(bytes)
    } catch {
      guard case .system = error else { throw error }
    }
    if endsInput { client.finishSending() }
    var exchange = RawExchange()
    while true {
      do throws(RawClientFailure) {
        exchange.responses.append(try await client.response())
      } catch {
        guard case .closed(let rest) = error else { throw error }
        exchange.rest = rest
        return exchange
      }
    }
  }
}
