extension Logger {
  /// The logger of the running task; silent until `withLogger` sets one.
  @TaskLocal
  package static var current = Logger(label: "floe", handler: SilentLogHandler())
}

/// Runs a body whose `Logger.current`, and that of its child tasks, is the given logger.
package func withLogger<Result, Failure: Error>(
  _ logger: Logger, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let outcome: Swift.Result<Result, Failure> = Logger.$current.withValue(logger) {
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
  }
  return try outcome.get()
}

/// Runs an asynchronous body whose `Logger.current` is the given logger.
package func withLogger<Result>(
  _ logger: Logger, _ body: () async throws -> Result
) async rethrows -> Result {
  try await Logger.$current.withValue(logger, operation: body)
}

/// Runs a body whose `Logger.current` carries more metadata.
package func withLogger<Result>(
  mergingMetadata metadata: Logger.Metadata, _ body: () async throws -> Result
) async rethrows -> Result {
  var logger = Logger.current
  for (key, value) in metadata { logger[metadataKey: key] = value }
  return try await withLogger(logger, body)
}
