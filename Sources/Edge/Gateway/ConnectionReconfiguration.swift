internal import Capabilities
internal import HTTPServer

/// Puts other numbers of connections into force, in all and for an address.
struct ConnectionReconfiguration: Reconfigurable {
  let gate: ConnectionGate

  func reconfigure(_ section: ServerSettings) async {
    gate.adjust(
      connectionsMax: section.limits.connectionsMax,
      perAddressMax: section.limits.connectionsPerAddressMax)
  }
}
