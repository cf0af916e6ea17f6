internal import Capabilities
internal import EventLoops

/// Sends work that burns a processor to the blocking pool.
struct PoolOffload: Offload {
  let pool: BlockingPool

  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
    try await pool.run(work)
  }

  func submit(_ work: @escaping @Sendable () -> Void) -> Bool { pool.submit(work) }
}
