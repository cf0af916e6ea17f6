/// The hosts of a network that Floe knows by itself.
package enum EndpointList {
  /// Aggregators to read from, best first.
  ///
  /// On mainnet these are the ones with a cache: the others read from all storage nodes for
  /// every blob, and would be slow as well as a burden.
  package static func aggregators(of network: WalrusNetwork) -> [WalrusEndpoint] {
    switch network {
    case .mainnet: endpoints(mainnetCachedAggregators)
    case .testnet: endpoints(testnetAggregators)
    }
  }

  /// Aggregators for when those of `aggregators(of:)` have all been tried.
  package static func furtherAggregators(of network: WalrusNetwork) -> [WalrusEndpoint] {
    switch network {
    case .mainnet: endpoints(mainnetOtherAggregators)
    case .testnet: []
    }
  }

  /// Publishers that store for anybody; none on mainnet.
  package static func publishers(of network: WalrusNetwork) -> [WalrusEndpoint] {
    switch network {
    case .mainnet: []
    case .testnet: endpoints(testnetPublishers)
    }
  }

  private static func endpoints(_ list: [String]) -> [WalrusEndpoint] {
    list.compactMap { WalrusEndpoint($0) }
  }
}
