import Bytes
import Capabilities
import HTTP
import Routing
import Testing
import WalrusIdentity

@testable import ContentDelivery
@testable import Settings

/// Content delivery as a whole, with origins that the test plays and loops that it drives.
///
/// Unchecked `Sendable`: everything happens on the one thread that drives the test.
final class EdgeUnderTest: @unchecked Sendable {
  /// The time, which the test sets.
  // Unchecked: the scenario moves it between the turns of its shards, never during one.
  final class Clock: @unchecked Sendable {
    // Set and read by the one thread that drives the test.
    var seconds: Int64 = 1000
  }

  let loops: [ManualLoop]
  let contents: ContentShards
  let shards: FillShards
  let router: Router
  let clock = Clock()
  let sources: [ScriptedSource]
  let publisher = ScriptedPublisher()
  let offload = ScriptedOffload()

  init(
    shardCount: Int = 1, memory: Int = 64 << 20, objectMax: Int? = nil,
    limits: FillLimits = FillLimits(), policy: VerificationPolicy = VerificationPolicy(),
    isolated: Bool = false, pagesThreshold: Int = .max, slices: SliceLimits? = nil
  ) throws {
    loops = (0..<shardCount).map { _ in ManualLoop() }
    var tier = MemoryTierLimits(
      bytes: memory, shardCount: shardCount, objectMax: objectMax, pagesThreshold: pagesThreshold)
    tier.knownSizesMax = 100
    if let slices { tier.slices = slices }
    contents = ContentShards(on: loops, limits: tier, secret: SampleContent.secret)
    let clock = clock
    let sources = (0..<shardCount).map { _ in ScriptedSource() }
    self.sources = sources
    let publisher = publisher
    // Made on the test's thread and used there.
    nonisolated(unsafe) let parts = sources.map {
      ContentShardParts(blobs: $0, quilts: publisher, publisher: publisher)
    }
    shards = FillShards(
      on: loops, contents: contents, limits: limits, isContentDomain: isolated,
      verification: Verification(policy, offload: offload, encoding: Self.encoding),
      now: { clock.seconds }, parts: { parts[$0] })
    var reader = SettingsReader(given: [:])
    var settings = reader.section(ContentDeliverySettings.self)
    settings.domainIsIsolated = isolated
    router = try Router(
      ContentDeliveryCapability(
        settings: settings, shards: shards, offload: offload, encoding: Self.encoding
      ).routes, admission: AreaGuard(publicAreas: [.content]))
    shards.connect()
    settle()
  }

  /// Of a network that is small enough to compute ids all the time.
  static let encoding = {
    do { return try BlobEncoding(shardCount: 10) } catch { fatalError("\(error)") }
  }()

  /// The id of a blob.
  static func id(of bytes: [UInt8]) -> BlobID {
    do {
      return try encoding.identify(bytes).blobID
    } catch {
      fatalError("\(error)")
    }
  }

  /// The shard where a blob is at home.
  func home(of id: BlobID) -> Int { contents.home(of: ContentKey(id)) }

  /// The origin of the first shard.
  var source: ScriptedSource { sources[0] }

  /// Runs everything that can run.
  func settle() {
    while loops.map({ $0.turn() }).contains(true) {}
  }

  /// Does something on a shard's loop, and everything that follows from it.
  func perform<R>(on shard: Int = 0, _ body: () throws -> R) rethrows -> R {
    let result = try loops[shard].perform(body)
    settle()
    return result
  }

  /// Sends a request; its client reads as fast as it can, or a number of pieces.
  @discardableResult
  func ask(
    _ target: String, method: String = "GET", fields: [String] = [], body: [UInt8] = [],
    pieces: Int = .max, shard: Int = 0
  ) throws -> ClientUnderTest {
    let bytes = Array(
      (["\(method) \(target) HTTP/1.1", "Host: floe.example"] + fields + ["", ""])
        .joined(separator: "\r\n").utf8)
    let head = RequestHead()
    var parser = RequestParser()
    let outcome = parser.parse(bytes.span, into: head, limits: RequestLimits())
    guard case .complete = outcome else {
      Issue.record("\(method) \(target): \(outcome)")
      throw CancellationError()
    }
    let request = Request(
      head: head, bytes: bytes, body: ClientUnderTest.Body(body), id: "request-1",
      peer: PeerAddress(ipv4: 1, port: 1), shard: shard, receivedAt: clock.seconds)
    let client = ClientUnderTest(self, pieces: pieces)
    client.start(request, on: loops[shard])
    settle()
    return client
  }

  /// Plays a whole answer of the origin to the latest fetch of a shard.
  func answer(
    _ bytes: [UInt8], attributes: OriginAttributes = OriginAttributes(), shard: Int = 0,
    in size: Int = 50_000
  ) throws {
    let fetch = try #require(sources[shard].fetches.last)
    perform(on: shard) {
      fetch.head(
        OriginHead(length: Int64(bytes.count), attributes: attributes, source: "origin.example"))
    }
    for start in stride(from: 0, to: bytes.count, by: size) {
      perform(on: shard) { fetch.bytes(Array(bytes[start..<min(start + size, bytes.count)])) }
    }
    perform(on: shard) { fetch.end() }
  }

  /// Makes the latest fetch of a shard fail.
  func fail(_ code: OriginFailure.Code, status: Int? = nil, shard: Int = 0) throws {
    let fetch = try #require(sources[shard].fetches.last)
    perform(on: shard) { fetch.end(OriginFailure(code, lastStatus: status)) }
  }

  /// What the fills of a shard have done.
  func counts(shard: Int = 0) -> FillCounts { perform(on: shard) { shards[shard].here.counts } }

  /// Bytes of a shard's budget in use.
  func usedBytes(shard: Int = 0) -> Int {
    perform(on: shard) { contents[shard].here.budget.usedCount }
  }

  /// Forgets all contents.
  func empty() {
    for index in loops.indices { perform(on: index) { contents[index].here.removeAll() } }
  }

  /// A path whose content is at home on a shard.
  func path(atHome shard: Int = 0, skipping count: Int = 0) -> String {
    let numbers = (0...).lazy.filter { [contents] in
      contents.home(of: SampleContent.key($0)) == shard
    }
    return "/cdn/\(SampleContent.blob(Array(numbers.prefix(count + 1))[count]))"
  }

  /// Bytes that differ from place to place.
  static func bytes(_ count: Int, seed: Int = 0) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: ($0 &+ seed) &* 31 &+ ($0 >> 8)) }
  }
}
