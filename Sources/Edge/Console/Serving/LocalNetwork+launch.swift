internal import Devnet
internal import Gateway

extension LocalNetwork {
  /// Starts the local network that the settings describe.
  static func launch(_ settings: GatewaySettings) throws(CommandFailure) -> LocalNetwork {
    do throws(LocalNetworkError) {
      let network = try LocalNetwork(configuration: configuration(settings))
      try network.start()
      return network
    } catch {
      throw .failed("the local Walrus network cannot start: \(error)")
    }
  }

  private static func configuration(_ settings: GatewaySettings) -> Configuration {
    let devnet = settings.devnet
    // Ids depend on the number of shards, so each number has blobs of its own.
    let folder = devnet.shards == 1000 ? "devnet" : "devnet-\(devnet.shards)"
    var configuration = Configuration(dataDirectory: "\(settings.dataDirectory)/\(folder)")
    configuration.shardCount = devnet.shards
    if devnet.aggregatorPort > 0 {
      configuration.aggregatorPorts = configuration.latenciesMilliseconds.indices.map {
        UInt16(devnet.aggregatorPort + $0)
      }
    }
    configuration.ipfsPorts = [0, 1].map {
      devnet.ipfsPort > 0 ? UInt16(devnet.ipfsPort + $0) : 0
    }
    configuration.publisherPort = UInt16(devnet.publisherPort)
    configuration.controlPort = UInt16(devnet.controlPort)
    return configuration
  }
}
