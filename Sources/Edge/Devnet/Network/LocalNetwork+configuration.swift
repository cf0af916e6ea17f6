extension LocalNetwork {
  /// How a local network is set up; the initial values suit development.
  package struct Configuration: Sendable {
    /// Where blobs, records and the epoch are kept; made where it is missing.
    package var dataDirectory: String

    /// One port for each aggregator; 0 lets the kernel choose. Missing ones count as 0.
    package var aggregatorPorts: [UInt16] = []

    /// The port of the publisher; 0 lets the kernel choose.
    package var publisherPort: UInt16 = 0

    /// One port for each gateway of IPFS; 0 lets the kernel choose. None when empty.
    package var ipfsPorts: [UInt16] = []

    /// The port of the control endpoint; 0 lets the kernel choose.
    package var controlPort: UInt16 = 0

    /// The time each aggregator takes before it answers, in milliseconds; one for each.
    package var latenciesMilliseconds = [2, 20, 60]

    /// The shards of the network: 1000 as the real ones, 10 where speed matters more.
    package var shardCount = 1_000

    /// The epoch that a new data directory begins with.
    package var firstEpoch = 1

    /// The largest body for `PUT /v1/blobs`, in bytes.
    package var bodyBytesMax = 10 * 1_024 * 1_024

    /// The largest body for `PUT /v1/quilts`, in bytes.
    package var quiltBytesMax = 100 * 1_024 * 1_024

    /// Requests an aggregator works on at once; more are answered with 429.
    package var readsMax = 320

    /// Requests the publisher works on at once; more are answered with 429.
    package var writesMax = 16

    /// The publisher's token check.
    package var tokens = TokenOptions()

    /// What storing costs.
    package var prices = Prices()

    /// Whether aggregators pass every tag of a quilt patch on as a field.
    package var passesAllTags = false

    /// A network with its data in this directory.
    package init(dataDirectory: String) {
      self.dataDirectory = dataDirectory
    }
  }
}
