/// Something that runs beside the requests: a listener, a sweep, a client's pool.
///
/// The group calls `start` once, and `stop` once if `start` succeeded.
package protocol Service: Sendable {
  /// Starts and returns when the service is ready for those that depend on it. Throws, and
  /// leaves nothing running, when it cannot. Should give up when its task is cancelled.
  func start() async throws

  /// Stops and returns when nothing runs any more. Should hurry when its task is cancelled.
  func stop() async
}
