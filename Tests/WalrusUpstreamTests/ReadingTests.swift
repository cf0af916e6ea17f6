import ContentDelivery
import Devnet
import EventLoops
import HTTPClient
import Testing
import WalrusIdentity
import WalrusUpstream

/// Reads from aggregators that are well, and from such that are not.
@Suite struct ReadingTests {
  private static let content = Upstream.content

  /// Time limits that faults run into soon.
  private static func impatient(_ settings: inout WalrusUpstreamSettings) {
    settings.attemptTimeout = .milliseconds(250)
    settings.stallTimeout = .milliseconds(250)
  }

  @Test func `a blob is read with one canonical request`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      let host = upstream.network.aggregatorURLs[0].dropFirst(7)
      #expect(recorder.heads == [OriginHead(length: 200_000, source: String(host))])
      #expect(upstream.requestCounts == [1, 0, 0])
      let sent = upstream.network.requests(to: .aggregator(0)).heads
      let lines = sent.flatMap { $0.split(whereSeparator: \.isNewline) }
      #expect(
        lines == [
          "GET \(reference.aggregatorPath) HTTP/1.1", "Host: \(host)", "User-Agent: floe/test",
          "Accept: */*", "Accept-Encoding: identity",
        ])
    }
  }

  @Test func `a part is read with a closed range`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      let (recorder, failure) = await upstream.read(reference, range: 1000...1999)
      #expect(failure == nil)
      #expect(recorder.body == Array(Self.content[1000...1999]))
      #expect(recorder.heads.first?.coverage == .part(1000...1999))
      #expect(recorder.heads.first?.total == 200_000)
    }
  }

  @Test func `a range past the end is final`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      let (_, failure) = await upstream.read(reference, range: 199_000...200_000)
      #expect(failure?.code == .rangeNotSatisfiable)
      #expect(upstream.requestCounts == [1, 0, 0])
    }
  }

  @Test func `what is said about a blob comes without its bytes`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      let (recorder, failure) = await upstream.read(reference, method: .head)
      #expect(failure == nil)
      #expect(recorder.heads.first?.length == 200_000)
      #expect(recorder.body.isEmpty)
    }
  }

  @Test func `an empty blob is read`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store([])
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.heads.first?.length == 0)
    }
  }

  @Test func `a missing blob is asked of two operators`() async throws {
    try await Upstream.with { upstream in
      let id = try BlobID("M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk")
      let (recorder, failure) = await upstream.read(Upstream.reference(.blob(id)))
      #expect(failure?.code == .notFound)
      #expect(failure?.attempts == 2)
      #expect(failure?.lastStatus == 404)
      #expect(recorder.heads.isEmpty)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `a stale 404 of one operator is overruled by another`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.notFoundFirst = 1 }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `a blocked blob is final`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.blockedIDs = ["\(reference)"] }
      let (_, failure) = await upstream.read(reference)
      #expect(failure?.code == .blocked)
      #expect(failure?.lastStatus == 451)
      #expect(upstream.requestCounts == [1, 0, 0])
    }
  }

  @Test func `a blob too large for one aggregator is read from another`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.tooLarge = 1000 }
      #expect(await upstream.read(reference).failure == nil)
      for index in 0..<3 { upstream.fault(index) { $0.tooLarge = 1000 } }
      #expect(await upstream.read(reference).failure?.code == .tooLarge)
    }
  }

  @Test(arguments: [429, 500, 503, 504])
  func `an aggregator that answers with an error is passed over`(status: Int) async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.status = status }
      upstream.fault(1) { $0.status = status }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      #expect(upstream.requestCounts == [1, 1, 1])
      upstream.fault(2) { $0.status = status }
      let end = await upstream.read(reference).failure
      #expect(end?.code == .unavailable)
      #expect(end?.attempts == 3)
      #expect(end?.lastStatus == status)
      // An error's body was read to its end, so its connection was kept.
      #expect(upstream.network.connectionsAccepted(by: .aggregator(0)) == 1)
    }
  }

  enum Silence: CaseIterable { case stalls, closes, talksNonsense, isLate }

  @Test(arguments: Silence.allCases)
  func `an aggregator without a proper answer is passed over`(silence: Silence) async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { faults in
        switch silence {
        case .stalls: faults.stallBeforeHead = true
        case .closes: faults.closeBeforeHead = true
        case .talksNonsense: faults.malformedHead = true
        case .isLate: faults.latencyMilliseconds = 3000
        }
      }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      #expect(upstream.requestCounts[1] == 1)
    }
  }

  enum Break: CaseIterable { case truncates, resets, stalls }

  private static func set(_ kind: Break, _ faults: inout Faults) {
    switch kind {
    case .truncates: faults.truncateAfterBytes = 70_000
    case .resets: faults.resetAfterBytes = 70_000
    case .stalls: faults.stallAfterBytes = 70_000
    }
  }

  @Test(arguments: Break.allCases)
  func `a read that breaks off goes on elsewhere from where it stopped`(kind: Break) async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { Self.set(kind, &$0) }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      #expect(recorder.heads.count == 1)
      let head = upstream.network.requests(to: .aggregator(1)).heads.first ?? ""
      // A reset may overtake the bytes before it, so that nothing was delivered yet.
      #expect(head.contains("-199999") || kind == .resets)
    }
  }

  @Test(arguments: Break.allCases)
  func `a part that breaks off goes on inside its range`(kind: Break) async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { Self.set(kind, &$0) }
      let (recorder, failure) = await upstream.read(reference, range: 50_000...149_999)
      #expect(failure == nil)
      #expect(recorder.body == Array(Self.content[50_000...149_999]))
    }
  }

  @Test func `a read that breaks off everywhere fails and never looks whole`() async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      for index in 0..<3 { upstream.fault(index) { $0.truncateAfterBytes = 30_000 } }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure?.code == .truncated)
      #expect(failure?.attempts == 3)
      #expect(recorder.body.count < 200_000)
      #expect(recorder.body == Array(Self.content.prefix(recorder.body.count)))
      #expect(recorder.ends.count == 1)
    }
  }

  @Test func `the rest of a read comes whole from behind a cache that ignores ranges`() async throws
  {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.resetAfterBytes = 70_000 }
      upstream.fault(1) { $0.mode = .nginx }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
    }
  }

  @Test func `a cache that ignores ranges gives all`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.mode = .nginx }
      let (recorder, failure) = await upstream.read(reference, range: 0...9)
      #expect(failure == nil)
      #expect(recorder.heads.first?.coverage == .whole)
      #expect(recorder.body == Self.content)
    }
  }

  @Test func `a chunked answer has no length and is read to its end`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.chunked = true }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.heads.first?.length == .some(nil))
      #expect(recorder.body == Self.content)
    }
  }

  @Test func `a chunked answer that is cut cannot go on and fails`() async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) {
        $0.chunked = true
        $0.truncateAfterBytes = 70_000
      }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure?.code == .truncated)
      #expect(recorder.body.count < 200_000)
      #expect(upstream.requestCounts == [1, 0, 0])
    }
  }

  enum Nothing: CaseIterable { case truncated, reset, stalled }

  @Test(arguments: Nothing.allCases)
  func `a chunked answer that brings nothing is made good by another`(kind: Nothing) async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { faults in
        faults.chunked = true
        switch kind {
        case .truncated: faults.truncateAfterBytes = 0
        case .reset: faults.resetAfterBytes = 0
        case .stalled: faults.stallAfterBytes = 0
        }
      }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      #expect(recorder.heads.count == 1)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `content that is blocked in the middle is not asked for elsewhere`() async throws {
    try await Upstream.with(Self.impatient) { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.truncateAfterBytes = 70_000 }
      upstream.fault(1) { $0.status = 451 }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure?.code == .blocked)
      #expect(recorder.body.count == 70_000)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `two hosts of one operator do not confirm each other's 404`() async throws {
    try await Upstream.with { upstream in
      let ports = upstream.network.aggregatorURLs.compactMap { $0.split(separator: ":").last }
      let hosts = zip(["x.one.localhost", "y.one.localhost", "two.localhost"], ports)
      let endpoints = hosts.compactMap { WalrusEndpoint("http://\($0):\($1)") }
      let source = WalrusBlobSource(
        client: upstream.client, endpoints: endpoints,
        selection: EndpointRotation(count: 3, start: 0), settings: upstream.source.settings)
      let id = try BlobID("M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk")
      let recorder = OriginRecorder()
      _ = source.fetch(OriginRequest(Upstream.reference(.blob(id))), into: recorder)
      let failure = await recorder.end()
      #expect(failure?.code == .notFound)
      #expect(failure?.isConfirmed == true)
      #expect(upstream.requestCounts == [1, 0, 1])
    }
  }

  @Test func `a 404 while the others are down is passed on and not believed`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.status = 404 }
      for index in 1...2 { upstream.fault(index) { $0.status = 503 } }
      let (_, failure) = await upstream.read(reference)
      #expect(failure?.code == .notFound)
      #expect(failure?.isConfirmed == false)
    }
  }

  @Test func `a compressed answer that nobody asked for is not taken`() async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.extraFields = ["Content-Encoding": "gzip"] }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Self.content)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `a reader that pauses at every piece gets everything, also across a break`()
    async throws
  {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.truncateAfterBytes = 70_000 }
      let recorder = OriginRecorder()
      let loop = upstream.client.loop
      var fetch: (any OriginFetch)?
      recorder.onBytes = { _ in
        let bound = LoopBound(fetch, loop: loop)
        loop.execute { bound.value?.resume() }
        return .pause
      }
      fetch = upstream.source.fetch(OriginRequest(reference), into: recorder)
      #expect(await recorder.end() == nil)
      #expect(recorder.body == Self.content)
    }
  }

  enum Moment: CaseIterable { case atOnce, atTheFirstBytes, byDemand, whilePaused }

  @Test(arguments: Moment.allCases)
  func `a cancelled read ends once and is not tried again`(moment: Moment) async throws {
    try await Upstream.with { upstream in
      let reference = try await upstream.store()
      upstream.fault(0) { $0.trickleBytesPerSecond = 100_000 }
      let recorder = OriginRecorder()
      let loop = upstream.client.loop
      var fetch: (any OriginFetch)?
      recorder.onBytes = { _ in
        switch moment {
        case .atOnce: break
        case .atTheFirstBytes: fetch?.cancel()
        case .byDemand: return .cancel
        case .whilePaused:
          let bound = LoopBound(fetch, loop: loop)
          loop.execute { bound.value?.cancel() }
          return .pause
        }
        return .more
      }
      fetch = upstream.source.fetch(OriginRequest(reference), into: recorder)
      if moment == .atOnce { fetch?.cancel() }
      #expect(recorder.ends.isEmpty)
      #expect(await recorder.end()?.code == .cancelled)
      fetch?.cancel()
      fetch?.resume()
      await loop.sleep(milliseconds: 20)
      #expect(recorder.ends.count == 1)
      #expect(upstream.client.openExchangeCount == 0)
      #expect(upstream.requestCounts.dropFirst() == [0, 0])
    }
  }

  @Test func `a source without aggregators says so, later`() async throws {
    try await Upstream.with { upstream in
      let source = WalrusBlobSource(
        client: upstream.client, endpoints: [], selection: EndpointRotation(count: 0, start: 0),
        settings: upstream.source.settings)
      let reference = try await upstream.store()
      let recorder = OriginRecorder()
      _ = source.fetch(OriginRequest(reference), into: recorder)
      #expect(recorder.ends.isEmpty)
      #expect(await recorder.end()?.code == .unavailable)
    }
  }

  @Test func `the patches of a missing quilt are asked of two operators`() async throws {
    try await Upstream.with { upstream in
      let catalog = WalrusQuiltCatalog(upstream.source)
      let missing = try BlobID("M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk")
      var failure: OriginFailure?
      do throws(OriginFailure) { _ = try await catalog.patches(of: missing) } catch {
        failure = error
      }
      #expect(failure?.code == .notFound)
      #expect(failure?.attempts == 2)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `a patch of a quilt is listed and read by its name`() async throws {
    try await Upstream.with { upstream in
      let catalog = WalrusQuiltCatalog(upstream.source)
      let quilt = try await Self.storeQuilt(upstream)
      let list = try await catalog.patches(of: quilt)
      #expect(String(decoding: list, as: UTF8.self).contains("a b/c.txt"))
      let name = ContentReference.Name.namedPatch(quilt: quilt, identifier: "a b/c.txt")
      let (recorder, end) = await upstream.read(Upstream.reference(name))
      #expect(end == nil)
      #expect(recorder.body == Array("hello".utf8))
      #expect(recorder.heads.first?.attributes.patchIdentifier == "a b/c.txt")
    }
  }

  /// Stores a quilt of one patch, `a b/c.txt`.
  private static func storeQuilt(_ upstream: Upstream) async throws -> BlobID {
    var request = UpstreamRequest(.put, url: upstream.network.publisherURL + "/v1/quilts")
    request.fields = [UpstreamField("Content-Type", "multipart/form-data; boundary=xx")]
    request.body = UpstreamBody(
      Array(
        "--xx\r\nContent-Disposition: form-data; name=\"a b/c.txt\"\r\n\r\nhello\r\n--xx--\r\n".utf8
      ))
    let response = try await upstream.client.collect(request, limit: 1 << 20)
    let text = String(decoding: response.body, as: UTF8.self)
    let id = try #require(text.components(after: "\"blobId\":\""), "\(response.head) \(text)")
    return try BlobID(String(id.prefix(43)))
  }
}

extension String {
  /// What follows the first occurrence of a text.
  fileprivate func components(after text: String) -> Substring? {
    firstRange(of: text).map { self[$0.upperBound...] }
  }
}
