internal import Bytes

/// What decides whether a connection is taken: one for all loops of a server.
package final class ConnectionGate: Sendable {
  let places: ConnectionPlaces
  let addresses: AddressConnections
  /// The bounds that it keeps.
  package let limits: ServerLimits

  /// A gate with everything open.
  package init(_ limits: ServerLimits) {
    self.limits = limits
    places = ConnectionPlaces(
      countMax: limits.connectionsMax, queueMax: limits.connectionQueueMax,
      queueTimeout: limits.connectionQueueTimeout)
    var system = SystemRandomNumberGenerator()
    addresses = AddressConnections(
      limit: limits.connectionsPerAddressMax,
      connectionsMax: limits.connectionsMax + limits.connectionQueueMax,
      key: (system.next(), system.next()))
  }

  /// Puts other bounds into force, in all and for an address; connections that are there stay.
  package func adjust(connectionsMax: Int, perAddressMax: Int) {
    places.adjust(to: connectionsMax)
    addresses.adjust(to: perAddressMax)
  }

  /// Connections at once, in all and of one address.
  package var connectionsMax: Int { places.count }
  package var perAddressMax: Int { addresses.limit }

  /// Connections that are served.
  package var activeCount: Int { places.takenCount }

  /// Connections that wait for a place.
  package var queuedCount: Int { places.waitingCount }

  /// The addresses with most connections, waiting ones included; at most `countMax`.
  package func topAddresses(_ countMax: Int) -> [AddressCount] { addresses.top(countMax) }

  /// Counts a connection for its client's address.
  func take(_ client: PeerAddress, isProxy: Bool) -> AddressConnections.Outcome {
    addresses.take(client, isExempt: isProxy || limits.exemptAddresses.contains(client))
  }
}
