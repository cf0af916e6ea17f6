internal import CLinux
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import Health
internal import WalrusUpstream

/// Carries out what the plan of recovery decides.
struct RecoverySteps: Sendable {
  /// The part of the memory tier that one step evicts.
  private static let shrinkShare = 0.25

  let database: EdgeDatabase
  let sharedState: SharedStateWiring
  let content: ContentWiring
  let shedder: LoadShedder
  let shedTime: Duration
  let pool: BlockingPool

  /// A step that nothing carries out.
  struct Unknown: Error, CustomStringConvertible {
    let description = "nothing is known to do"
  }

  /// Carries a step out and says what was done.
  func take(_ step: RecoveryStep) async throws -> String {
    switch (step.action, step.component) {
    case (.reconnect, .database):
      await database.reconnect()
      return "idle connections were closed, and the next request tries the database at once"
    case (.reconnect, .sharedState):
      await sharedState.reconnect()
      return "connections that are away are tried at once"
    case (.failOver, let component):
      await content.probes.lookNow()
      return "every endpoint is looked at now, beside the \(component.rawValue) that are asked"
    case (.shedLoad, _):
      shedder.begin(for: shedTime)
      return "what is not in memory is refused for \(shedTime)"
    case (.shrinkCache, _): return try await shrink()
    case (.warmCache, _):
      let progress = try await content.warm()
      return "\(progress.storedCount) of the \(progress.total) most wanted contents are in memory"
    case (.reconnect, _): throw Unknown()
    }
  }

  private func shrink() async throws -> String {
    let releasedCount = await content.shrink(share: Self.shrinkShare)
    // What the allocator keeps for later is given back to the system too.
    _ = try await pool.run { floe_trim_heap() }
    return "\(releasedCount >> 10) KiB of content were evicted"
  }
}
