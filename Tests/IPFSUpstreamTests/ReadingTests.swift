import ContentDelivery
import Devnet
import EventLoops
import HTTPClient
import IPFSIdentity
import IPFSUpstream
import Settings
import Testing

/// Reads from gateways that are well, and from such that are not.
@Suite struct ReadingTests {
  private static let impatient: @Sendable (inout IPFSUpstreamSettings) -> Void = {
    $0.attemptTimeout = .milliseconds(250)
    $0.stallTimeout = .milliseconds(250)
  }

  @Test func `a raw block is read with one canonical request, and proven`() async throws {
    try await Gateways.with { gateways in
      let content = Gateways.content(200_000)
      let cid = try gateways.network.addToIPFS(content)
      let (recorder, failure) = try await gateways.read(cid)
      #expect(failure == nil)
      #expect(recorder.body == content)
      let host = String(gateways.network.ipfsURLs[0].dropFirst(7))
      #expect(
        recorder.heads == [OriginHead(length: 200_000, proof: .proven, source: host)])
      #expect(gateways.requestCounts == [1, 0, 0])
      let sent = gateways.network.requests(to: .gateway(0)).heads
      #expect(
        sent.flatMap { $0.split(whereSeparator: \.isNewline) } == [
          "GET /ipfs/\(cid)?format=raw HTTP/1.1", "Host: \(host)", "User-Agent: floe/test",
          "Accept: application/vnd.ipld.raw", "Accept-Encoding: identity",
        ])
    }
  }

  @Test func `a file in one block is unwrapped, and proven`() async throws {
    try await Gateways.with { gateways in
      for content in [Array("Hello from IPFS Gateway Checker\n".utf8), []] {
        let cid = try gateways.network.addToIPFS(content, form: .dagPB)
        let (recorder, failure) = try await gateways.read(cid)
        #expect(failure == nil)
        #expect(recorder.body == content)
        #expect(recorder.heads.first?.proof == .proven)
        #expect(recorder.heads.first?.length == Int64(content.count))
      }
    }
  }

  @Test func `a file in many blocks is what a gateway makes of it`() async throws {
    try await Gateways.with { gateways in
      let content = Gateways.content(700_000)
      let cid = try gateways.network.addToIPFS(content)
      #expect(try CID(cid).codec == .dagPB)
      let (recorder, failure) = try await gateways.read(cid)
      #expect(failure == nil)
      #expect(recorder.body == content)
      #expect(recorder.heads.first?.proof == .unverified)
      #expect(recorder.heads.first?.total == 700_000)
      #expect(gateways.requestCounts == [1, 1, 0])
      let part = try await gateways.read(cid, range: 1000...1999)
      #expect(part.recorder.body == Array(content[1000...1999]))
      #expect(part.recorder.heads.first?.coverage == .part(1000...1999))
      let head = try await gateways.read(cid, method: .head)
      #expect(head.failure == nil && head.recorder.body.isEmpty)
      #expect(head.recorder.heads.first?.length == 700_000)
    }
  }

  @Test(arguments: [BlockForm.raw, .dagPB])
  func `a wrong block is never passed on, and its gateway not asked again`(
    form: BlockForm
  ) async throws {
    try await Gateways.with { gateways in
      let content = Gateways.content(5000)
      let cid = try gateways.network.addToIPFS(content, form: form)
      gateways.fault(0) { $0.wrongBytes = true }
      let (recorder, failure) = try await gateways.read(cid)
      #expect(failure == nil)
      #expect(recorder.body == content)
      #expect(recorder.heads.count == 1 && recorder.heads[0].proof == .proven)
      #expect(gateways.requestCounts == [1, 1, 0])
    }
  }

  @Test func `a gateway that has sent a wrong root is not asked for the file`() async throws {
    try await Gateways.with { gateways in
      let content = Gateways.content(700_000)
      let cid = try gateways.network.addToIPFS(content)
      gateways.fault(0) { $0.wrongBytes = true }
      let (recorder, failure) = try await gateways.read(cid)
      #expect(failure == nil)
      #expect(recorder.body == content)
      #expect(gateways.requestCounts == [1, 1, 1])
    }
  }

  @Test func `when all gateways send wrong blocks nothing is passed on`() async throws {
    try await Gateways.with { gateways in
      let cid = try gateways.network.addToIPFS(Gateways.content(5000))
      for index in 0..<3 { gateways.fault(index) { $0.wrongBytes = true } }
      let (recorder, failure) = try await gateways.read(cid)
      #expect(failure?.code == .mismatched)
      #expect(failure?.attempts == 3)
      #expect(recorder.heads.isEmpty && recorder.body.isEmpty)
    }
  }

  /// Faults of the first two gateways, which the third makes good.
  static let faults: [@Sendable (inout Faults) -> Void] = [
    { $0.status = 400 }, { $0.status = 410 }, { $0.status = 429 }, { $0.status = 500 },
    { $0.status = 502 }, { $0.status = 504 }, { $0.status = 302 }, { $0.status = 206 },
    { $0.stallBeforeHead = true }, { $0.stallAfterBytes = 100 }, { $0.truncateAfterBytes = 100 },
    { $0.resetAfterBytes = 100 }, { $0.closeBeforeHead = true }, { $0.malformedHead = true },
    { $0.lengthOffset = 10 }, { $0.lengthOffset = 4 << 20 },
    { $0.extraFields = ["content-encoding": "gzip"] },
  ]

  @Test(arguments: faults.indices)
  func `a fault of some gateways is made good by another`(index: Int) async throws {
    try await Gateways.with(Self.impatient) { gateways in
      let content = Gateways.content(5000)
      let cid = try gateways.network.addToIPFS(content)
      for gateway in 0..<2 { gateways.fault(gateway, Self.faults[index]) }
      let (recorder, failure) = try await gateways.read(cid)
      #expect(failure == nil)
      #expect(recorder.body == content)
      #expect(gateways.requestCounts == [1, 1, 1])
    }
  }

  @Test func `chunks are read as well as lengths`() async throws {
    try await Gateways.with { gateways in
      for index in 0..<3 { gateways.fault(index) { $0.chunked = true } }
      for count in [5000, 700_000] {
        let content = Gateways.content(count)
        let (recorder, failure) = try await gateways.read(
          try gateways.network.addToIPFS(content))
        #expect(failure == nil)
        #expect(recorder.body == content)
        #expect(recorder.heads.first?.length == Int64(count))
      }
    }
  }

  @Test func `a block that is too long is not taken`() async throws {
    try await Gateways.with {
      $0.blockMax = .kibibytes(64)
    } _: { gateways in
      for isChunked in [false, true] {
        for index in 0..<3 { gateways.fault(index) { $0.chunked = isChunked } }
        let cid = try gateways.network.addToIPFS(Gateways.content(65_537))
        let (recorder, failure) = try await gateways.read(cid)
        #expect(failure?.code == .tooLarge)
        #expect(recorder.heads.isEmpty)
        let fits = try gateways.network.addToIPFS(Gateways.content(65_536))
        #expect(try await gateways.read(fits).failure == nil)
      }
    }
  }

  @Test func `missing content is asked of two gateways, blocked content of one`() async throws {
    try await Gateways.with { gateways in
      let missing = try await gateways.read(
        "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy")
      #expect(missing.failure?.code == .notFound)
      #expect(gateways.requestCounts == [1, 1, 0])
      let cid = try gateways.network.addToIPFS(Gateways.content(100))
      for index in 0..<3 { gateways.fault(index) { $0.blockedIDs = [cid] } }
      #expect(try await gateways.read(cid).failure?.code == .blocked)
      #expect(gateways.requestCounts == [1, 1, 1])
    }
  }

  @Test func `what is no file is not what a gateway shows of it`() async throws {
    try await Gateways.with { gateways in
      let directory: [UInt8] = [0x0a, 2, 8, 1]
      for block in [directory, [0x0a, 5, 8, 4, 0x12, 1, 0x61], [], [0x0a, 3, 1, 2, 3]] {
        let cid = try gateways.network.addToIPFS(block, form: .node)
        let (recorder, failure) = try await gateways.read(cid)
        #expect(failure?.code == .unsupported)
        #expect(recorder.heads.isEmpty)
      }
      #expect(gateways.requestCounts.reduce(0, +) == 4)
      #expect(try await gateways.read("bafyaabakaieac").failure?.code == .unsupported)
    }
  }

  @Test func `an identity CID is its own content, and nobody is asked`() async throws {
    try await Gateways.with { gateways in
      let (recorder, failure) = try await gateways.read("f01550005" + "68656c6c6f")
      #expect(failure == nil)
      #expect(recorder.body == Array("hello".utf8))
      #expect(recorder.heads == [OriginHead(length: 5, proof: .proven, source: "cid")])
      #expect(try await gateways.read("bafkqaaa").recorder.heads.first?.length == 0)
      #expect(gateways.requestCounts == [0, 0, 0])
    }
  }

  @Test func `other codecs are served as blocks with their media type`() async throws {
    try await Gateways.with { gateways in
      let (recorder, failure) = try await gateways.read("f0171000" + "2" + "8102")
      #expect(failure == nil)
      #expect(recorder.body == [0x81, 0x02])
      #expect(recorder.heads.first?.attributes.contentType == "application/vnd.ipld.dag-cbor")
    }
  }

  @Test func `a receiver that pauses gets the rest when it is ready`() async throws {
    try await Gateways.with { gateways in
      for content in [Gateways.content(250_000), Gateways.content(900_000)] {
        let cid = try gateways.network.addToIPFS(content)
        let recorder = OriginRecorder()
        let loop = gateways.client.loop
        recorder.onBytes = { _ in
          let bound = LoopBound(recorder, loop: loop)
          loop.execute { bound.value.resume() }
          return .pause
        }
        let (_, failure) = try await gateways.read(cid, into: recorder)
        #expect(failure == nil)
        #expect(recorder.body == content)
      }
    }
  }

  @Test func `a receiver that wants no more hears so and nothing else`() async throws {
    try await Gateways.with { gateways in
      for content in [Gateways.content(250_000), Gateways.content(900_000)] {
        let cid = try gateways.network.addToIPFS(content)
        let recorder = OriginRecorder()
        recorder.onBytes = { _ in .cancel }
        let (_, failure) = try await gateways.read(cid, into: recorder)
        #expect(failure?.code == .cancelled)
        #expect(recorder.body.count < content.count)
        #expect(recorder.ends.count == 1)
      }
    }
  }

  @Test func `more blocks than places are refused, and places are given back`() async throws {
    try await Gateways.with {
      $0.blocksMax = 2
    } _: { gateways in
      let cid = try gateways.network.addToIPFS(Gateways.content(100))
      let reference = ContentReference(.cid(try CID(cid)), secret: ContentKeySecret(1, 2))
      for _ in 0..<3 {
        let recorders = (0..<3).map { _ in OriginRecorder() }
        let fetches = recorders.map {
          gateways.source.fetch(OriginRequest(reference), into: $0)
        }
        fetches[0].cancel()
        fetches[0].cancel()
        var codes: [OriginFailure.Code?] = []
        for recorder in recorders { codes.append(await recorder.end()?.code) }
        #expect(codes == [.cancelled, nil, .overloaded])
      }
    }
  }

  @Test func `where IPFS is off nobody is asked`() async throws {
    try await Gateways.with {
      $0.isEnabled = false
    } _: { gateways in
      let (_, failure) = try await gateways.read("bafkqaaa")
      #expect(failure?.code == .unsupported)
    }
  }
}
