import EventLoops
import HTTPClient

/// Runs `body` as a task on a fresh loop with a client of its own, and closes both after.
func withClient<Value: Sendable>(
  _ adjust: @escaping @Sendable (inout UpstreamClientSettings) -> Void = { _ in },
  _ body: @escaping @Sendable (UpstreamClient) async throws -> Value
) async throws -> Value {
  let loop = EventLoop.start(name: "client-test")
  defer { loop.stop() }
  return try await Task(executorPreference: loop) {
    var settings = UpstreamClientSettings(userAgent: "floe/test")
    adjust(&settings)
    let client = UpstreamClient(loop: loop, settings: settings)
    defer { client.close() }
    return try await body(client)
  }.value
}
