internal import Capabilities
internal import Settings

/// Everything that takes new settings while the edge runs, each with its section.
struct Reconfigurations: Sendable {
  private var steps: [@Sendable (GatewaySettings) async -> Void] = []

  /// Adds what takes new values of a section.
  mutating func add<Part: Reconfigurable>(
    _ section: any KeyPath<GatewaySettings, Part.Section> & Sendable, _ part: Part
  ) {
    steps.append { await part.reconfigure($0[keyPath: section]) }
  }

  /// Hands the settings to every part, one after the other.
  func apply(_ settings: GatewaySettings) async {
    for step in steps { await step(settings) }
  }
}
