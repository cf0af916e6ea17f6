/// One step of a shutdown and how long it may take.
package struct ShutdownPhase: Sendable {
  /// What the step does: "drain".
  package let name: String
  /// How long it may take before the next step begins.
  package let limit: Duration
  /// Does the step; its task is cancelled when the time is over.
  package let perform: @Sendable () async -> Void

  /// Makes a step.
  package init(
    _ name: String, within limit: Duration, perform: @escaping @Sendable () async -> Void
  ) {
    self.name = name
    self.limit = limit
    self.perform = perform
  }
}
