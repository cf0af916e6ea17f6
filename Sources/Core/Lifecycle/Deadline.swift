/// Runs an operation for a limited time and returns its result, or nil when the time was
/// over or the calling task was cancelled first.
///
/// The operation is then cancelled but not waited for: a shutdown must end even when a
/// part of it never does. That is why this is no task group.
package func withDeadline<Value: Sendable>(
  _ limit: Duration, clock: any Clock<Duration>,
  _ operation: @escaping @Sendable () async -> Value
) async -> Value? {
  let first = FirstValue<Value>()
  let work = Task { first.settle(await operation()) }
  let timer = Task {
    try await clock.sleep(for: limit)
    first.settle(nil)
  }
  let value = await first.value()
  work.cancel()
  timer.cancel()
  return value
}
