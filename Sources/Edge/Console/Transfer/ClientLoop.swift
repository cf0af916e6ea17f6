internal import EventLoops
internal import Gateway
internal import HTTPClient

/// A loop with an HTTP client for as long as one command needs it.
enum ClientLoop {
  /// Runs work on the loop; a signal of the user cancels the work's task.
  static func run<Value: Sendable>(
    _ interruptions: Interruptions,
    _ work: @escaping @Sendable (UpstreamClient) async -> Value
  ) async -> Value {
    let loop = EventLoop.start(name: "floe-client")
    defer { loop.stop() }
    let task = Task(executorPreference: loop) {
      let client = UpstreamClient(
        loop: loop, settings: UpstreamClientSettings(userAgent: "floe/\(Edge.version)"))
      defer { client.close() }
      return await work(client)
    }
    let watch = Task { if await interruptions.received(1) { task.cancel() } }
    defer { watch.cancel() }
    return await task.value
  }

  /// One answer, whole in memory.
  ///
  /// - Parameter limit: bytes at most.
  static func collect(
    _ request: UpstreamRequest, limit: Int, _ interruptions: Interruptions
  ) async throws(UpstreamFailure) -> CollectedResponse {
    let result = await run(interruptions) { client in
      do throws(UpstreamFailure) {
        let response = try await client.collect(request, limit: limit)
        return Result<CollectedResponse, UpstreamFailure>.success(response)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
