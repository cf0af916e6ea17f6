package import Capabilities
package import Persistence
package import Routing

/// Address screening: who is let in by the address they come from, and who is shut out for a while.
///
/// Read first: `AddressRules.swift` is what every loop asks, `Lists/AddressRanges.swift` how a block is
/// found, `Conduct/ConductTable.swift` what is too much, `Bans/BanBook.swift` how bans grow, and
/// `Sharing/AddressKeeping.swift` how edges and database stay the same.
package struct AddressScreeningCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = AddressScreeningSettings

  package static let name = "addresses"
  package static let problems = AddressScreeningProblems.all
  package static let migrations = AddressMigrations.all

  private let rules: AddressRules
  private let edits: AddressEdits

  /// The capability over its rules.
  ///
  /// - Parameter keeping: brings what is changed here into force.
  package init(
    _ rules: AddressRules, store: AddressStore, keeping: AddressKeeping,
    settings: AddressScreeningSettings, audit: any AuditTrail
  ) {
    self.rules = rules
    edits = AddressEdits(store, audit: audit, settings: settings, changes: keeping)
  }

  package var routes: [Route] {
    AddressRoutes(rules: rules, edits: edits).routes + BanRoutes(rules: rules, edits: edits).routes
      + [SecurityStatisticsRoute(rules: rules).route]
  }
}
