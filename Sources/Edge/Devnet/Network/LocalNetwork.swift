import Synchronization
import WalrusIdentity

/// An emulation of the Walrus network on loopback: aggregators, a publisher, a control endpoint;
/// and gateways of IPFS beside it, where they are wanted.
///
/// It speaks the real HTTP API with its quirks and misbehaves on request. It shares no code with
/// the serving side except the identifiers, so that both can not make the same mistake.
package final class LocalNetwork: Sendable {
  let roster: Roster
  private let control: ThreadedServer
  private let isStopped = Atomic(false)

  /// Opens the data directory and binds every port; nothing is answered before `start()`.
  package init(configuration: Configuration) throws(LocalNetworkError) {
    let encoding = try Self.check(configuration)
    let store: BlobStore
    do throws(StoreError) {
      store = try BlobStore(
        path: configuration.dataDirectory, shardCount: configuration.shardCount,
        firstEpoch: configuration.firstEpoch)
    } catch {
      throw .store(error)
    }
    do throws(SystemCallError) {
      roster = try Self.roster(configuration, encoding, store)
      control = try ThreadedServer(
        name: "wal-control", port: configuration.controlPort,
        handler: ControlEndpoint(roster: roster))
    } catch {
      store.close()
      throw .system(error)
    }
  }

  deinit { stop() }

  /// The addresses of the aggregators, such as `http://127.0.0.1:31415`.
  package var aggregatorURLs: [String] { roster.aggregators.map(\.server.url) }

  /// The address of the publisher.
  package var publisherURL: String { roster[.publisher]!.server.url }

  /// The address of the control endpoint; `GET /` there explains it.
  package var controlURL: String { control.url }

  /// Starts to answer.
  package func start() throws(LocalNetworkError) {
    do throws(SystemCallError) {
      for place in roster.places { try place.server.start() }
      try control.start()
    } catch {
      stop()
      throw .system(error)
    }
  }

  /// Ends every connection at once, waits for all threads and frees ports and directory.
  ///
  /// A network that was stopped stays so.
  package func stop() {
    guard !isStopped.exchange(true, ordering: .relaxed) else { return }
    for place in roster.places { place.server.stop() }
    control.stop()
    roster.store.close()
  }

  // MARK: - Faults and what was asked

  /// Replaces the faults of a member, or of all aggregators.
  package func setFaults(_ faults: Faults, on member: Member? = nil) {
    let places = member.map { [roster[$0]].compactMap { $0 } } ?? roster.aggregators
    for place in places { place.emulated.set(faults) }
  }

  /// Takes the faults of every member away.
  package func clearFaults() {
    for place in roster.places { place.emulated.set(Faults()) }
  }

  /// What a member was asked since the last clearing.
  package func requests(to member: Member) -> RecordedRequests {
    roster[member]?.emulated.log.snapshot ?? RecordedRequests()
  }

  /// What all aggregators together were asked for one `METHOD target`.
  package func requestCount(_ request: String) -> Int {
    roster.aggregators.reduce(0) { $0 + ($1.emulated.log.snapshot.counts[request] ?? 0) }
  }

  /// Forgets what every member was asked.
  package func clearRequests() {
    for place in roster.places { place.emulated.log.clear() }
  }

  /// The connections that a member has accepted so far.
  package func connectionsAccepted(by member: Member) -> Int {
    roster[member]?.server.counts.accepted ?? 0
  }

  /// The connections that a member has open now.
  package func connectionsOpen(to member: Member) -> Int {
    roster[member]?.server.counts.open ?? 0
  }

  // MARK: - Time and chain

  /// The current epoch.
  package var epoch: Int { roster.store.epoch }

  /// Moves to an epoch; blobs whose end has come are gone.
  package func enter(epoch: Int) throws(SystemCallError) {
    try roster.store.enter(epoch: epoch)
  }

  /// Lets time pass at once, for what is kept in front and for tokens.
  package func advanceClock(by duration: Duration) {
    let (seconds, attoseconds) = duration.components
    roster.clock.advance(
      milliseconds: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
  }

  /// Replaces the attribute map of an object (or of a blob's newest object).
  /// - Returns: whether there is such an object.
  package func setAttributes(
    _ attributes: [String: String], of id: String
  ) throws(SystemCallError) -> Bool {
    try roster.store.setAttributes(attributes, of: id)
  }

  // MARK: - Setting up

  private static func check(
    _ configuration: Configuration
  ) throws(LocalNetworkError) -> BlobEncoding {
    guard (1...16).contains(configuration.latenciesMilliseconds.count) else {
      throw .setting("a local network has 1 to 16 aggregators, one for each latency")
    }
    guard configuration.latenciesMilliseconds.allSatisfy({ (0...600_000).contains($0) }) else {
      throw .setting("latencies are from 0 to 600000 milliseconds")
    }
    guard configuration.aggregatorPorts.count <= configuration.latenciesMilliseconds.count else {
      throw .setting("there are more aggregator ports than latencies")
    }
    do throws(BlobEncodingError) {
      return try BlobEncoding(shardCount: configuration.shardCount)
    } catch {
      throw .setting("the number of shards is from 4 to 1000")
    }
  }

  private static func roster(
    _ configuration: Configuration, _ encoding: BlobEncoding, _ store: BlobStore
  ) throws(SystemCallError) -> Roster {
    let clock = NetworkClock()
    let aggregator = Aggregator(
      store: store, encoding: encoding, passesAllTags: configuration.passesAllTags)
    let publisher = Publisher(
      store: store, identity: ContentIdentity(encoding: encoding),
      gate: configuration.tokens.isActive
        ? TokenGate(options: configuration.tokens, clock: clock) : nil,
      prices: configuration.prices, bodyBytesMax: configuration.bodyBytesMax,
      quiltBytesMax: configuration.quiltBytesMax)
    let gateway = TrustlessGateway(
      shelf: try BlockShelf(path: "\(configuration.dataDirectory)/ipfs"))
    var places: [Roster.Place] = []
    func add(
      _ member: Member, _ emulated: NetworkMember, _ port: UInt16
    ) throws(SystemCallError) {
      let server = try ThreadedServer(name: emulated.name, port: port, handler: emulated)
      places.append(Roster.Place(member: member, emulated: emulated, server: server))
    }
    for (index, latency) in configuration.latenciesMilliseconds.enumerated() {
      let ports = configuration.aggregatorPorts
      let emulated = NetworkMember(
        name: "wal-agg-\(index)", kind: .aggregator, latencyMilliseconds: latency,
        requestsMax: configuration.readsMax, clock: clock
      ) { aggregator.answer($0, faults: $1, plan: $2) }
      try add(.aggregator(index), emulated, index < ports.count ? ports[index] : 0)
    }
    let emulated = NetworkMember(
      name: "wal-publish", kind: .publisher, latencyMilliseconds: 0,
      requestsMax: configuration.writesMax, clock: clock
    ) { exchange, faults, _ in publisher.answer(exchange, faults: faults) }
    try add(.publisher, emulated, configuration.publisherPort)
    for (index, port) in configuration.ipfsPorts.enumerated() {
      let emulated = NetworkMember(
        name: "wal-ipfs-\(index)", kind: .gateway, latencyMilliseconds: 0,
        requestsMax: configuration.readsMax, clock: clock
      ) { gateway.answer($0, faults: $1, plan: $2) }
      try add(.gateway(index), emulated, port)
    }
    return Roster(store: store, clock: clock, shelf: gateway.shelf, places: places)
  }
}
