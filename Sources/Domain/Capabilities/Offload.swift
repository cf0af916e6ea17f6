/// A place for work that blocks or burns a processor, away from the loops.
package protocol Offload: Sendable {
  /// Runs work elsewhere and resumes the caller where it was.
  ///
  /// - Throws: when there is more to do than the place takes; the caller answers 503.
  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value

  /// Runs work elsewhere that nobody waits for; false when there is more to do than the place
  /// takes.
  func submit(_ work: @escaping @Sendable () -> Void) -> Bool
}
