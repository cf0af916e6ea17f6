internal import Lifecycle

/// A service of two functions, for parts that are values rather than types of their own.
struct FunctionService: Service {
  let starting: @Sendable () async throws -> Void
  let stopping: @Sendable () async -> Void

  init(
    start: @escaping @Sendable () async throws -> Void = {},
    stop: @escaping @Sendable () async -> Void = {}
  ) {
    starting = start
    stopping = stop
  }

  func start() async throws { try await starting() }

  func stop() async { await stopping() }
}
