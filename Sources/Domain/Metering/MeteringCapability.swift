internal import Capabilities
package import Persistence
package import Routing

/// Metering: who may use how much, and who has used it.
///
/// Read first: `Admission/AdmissionShard.swift` is what the cached path asks,
/// `Admission/MeteredRequests.swift` what everything else does, `Limits/LimitAccount.swift` how a
/// limit holds on all cores, and `Usage/UsageFlusher.swift` how counts reach the database.
package struct MeteringCapability: Capability {
  /// The settings that the capability reads, beside `LimitSettings`.
  package typealias Section = MeteringSettings

  package static let name = "metering"
  package static let problems = MeteringProblems.all
  package static let migrations = MeteringMigrations.all

  private let usage: UsageRoutes

  /// The capability over what is stored.
  ///
  /// - Parameter owners: whose tokens are whose.
  package init(store: UsageStore, owners: any TokenOwners, meters: Meters) {
    usage = UsageRoutes(store: store, owners: owners, meters: meters)
  }

  package var routes: [Route] { usage.routes }
}
