/// A step of starting or stopping, for logs and progress.
package enum LifecycleEvent: Sendable, Hashable {
  /// A service is about to start.
  case starting(String)
  /// A service is ready.
  case ready(String)
  /// A service could not start, for this reason.
  case failed(String, reason: String)
  /// A service is about to stop.
  case stopping(String)
  /// A service has stopped.
  case stopped(String)
  /// A service was given up on after its time to stop.
  case abandoned(String)
  /// A phase of the shutdown begins.
  case phase(String)
  /// A phase of the shutdown was given up on after its time.
  case phaseExpired(String)
}
