import Bytes
import TestSupport
import Testing

@testable import ContentDelivery

/// Random readers of random ranges, origins that answer at random, slices that vanish at random:
/// who gets bytes gets the right ones, and all of them or an error.
@Suite struct SliceProperties {
  /// One client and what it asked for.
  private struct Asker {
    let client: ClientUnderTest
    let ranges: [Range<Int>]
    var hasLeft = false
  }

  /// One random course of events.
  private struct Round {
    var random: SplitMix64
    let edge: EdgeUnderTest
    let origin: AnsweringOrigin
    let geometry: SliceGeometry
    var askers: [Asker] = []
    let memory: Int

    init(_ random: SplitMix64) throws {
      var random = random
      let length = 5000 + random.below(40_000)
      let size = 600 + random.below(3000)
      memory = random.below(3) == 0 ? 96 << 10 : 8 << 20
      var limits = FillLimits()
      limits.windowBytes = 1 + random.below(10_000)
      edge = try EdgeUnderTest(
        memory: memory, limits: limits, slices: SliceLimits(size: size, wholeMax: size))
      geometry = SliceGeometry(length: length, sliceSize: size)
      origin = AnsweringOrigin(
        EdgeUnderTest.bytes(length, seed: random.below(1000)), of: edge,
        pieceSize: 100 + random.below(4000))
      let faults = random.below(40)
      let seed = random.next()
      origin.answer = { number, _ in
        var random = SplitMix64(seed: seed &+ UInt64(number))
        guard random.below(100) < faults else { return .aggregator }
        switch random.below(8) {
        case 0, 1: return .everything
        case 2: return .noRanges
        case 3, 4, 5: return .breaksOff(.reset, after: random.below(9000))
        case 6: return .failure(.unavailable)
        default: return random.below(2) == 0 ? .otherTotal : .breaksOff(.truncated, after: 0)
        }
      }
      self.random = random
    }

    mutating func ask() throws {
      let length = geometry.length
      let first = random.below(length)
      let last = min(length - 1, first + random.below(random.below(2) == 0 ? 300 : length))
      let text: String?
      let ranges: [Range<Int>]
      switch random.below(6) {
      case 0: (text, ranges) = (nil, [0..<length])
      case 1: (text, ranges) = ("\(first)-", [first..<length])
      case 2: (text, ranges) = ("-\(length - first)", [first..<length])
      case 3 where first > 200 && last < length - 200:
        text = "0-9,\(first)-\(last),-7"
        ranges = [0..<10, first..<last + 1, length - 7..<length]
      default: (text, ranges) = ("\(first)-\(last)", [first..<last + 1])
      }
      let client = try edge.ask(
        edge.path(), fields: text.map { ["Range: bytes=\($0)"] } ?? [],
        pieces: random.below(2) == 0 ? .max >> 1 : random.below(4))
      askers.append(Asker(client: client, ranges: ranges))
    }

    mutating func act() throws {
      switch random.below(30) {
      case 0, 1: if askers.count < 8 { try ask() }
      case 2, 3, 4:
        if let asker = askers.randomElement(using: &random) {
          asker.client.take(random.below(5))
        }
      case 5 where random.below(4) == 0:
        guard !askers.isEmpty else { return }
        let index = random.below(askers.count)
        askers[index].hasLeft = true
        askers[index].client.leave()
      case 6 where random.below(4) == 0:
        edge.perform { _ = edge.contents[0].here.makeRoom(for: memory) }
      default:
        if !origin.fetches.isEmpty { origin.step(random.below(origin.fetches.count)) }
      }
    }

    /// Lets everything come to its end.
    func finish() {
      for _ in 0..<4 {
        for asker in askers { asker.client.take(100_000) }
        origin.run()
        edge.clock.seconds += 10
        edge.perform { edge.shards.tend() }
      }
      origin.run()
    }

    // MARK: What must hold

    func checkClaims() {
      let drivers = edge.perform { Array(edge.shards[0].here.sliceDrivers.values) }
      for driver in drivers {
        var slices: Set<Int> = []
        for run in driver.fill.runs.values {
          #expect(slices.isDisjoint(with: run.claim), "a slice is fetched twice at a time")
          slices.formUnion(run.claim)
        }
      }
      #expect(edge.usedBytes() <= memory)
    }

    func checkClients() {
      for asker in askers where !asker.hasLeft {
        let client = asker.client
        #expect(client.hasFinished, "\(asker.ranges) hangs")
        guard let status = client.status, status < 300 else {
          #expect((client.status ?? 0) >= 500)
          continue
        }
        guard asker.ranges.count == 1 else {
          guard client.failure == nil else { continue }
          for range in asker.ranges {
            #expect(client.bytes.firstPosition(of: origin.content[range]) != nil)
          }
          continue
        }
        let expected = origin.content[asker.ranges[0]]
        if client.failure == nil {
          #expect(client.bytes.elementsEqual(expected), "\(asker.ranges)")
        } else {
          // Where a lie about the length was believed, the last bytes begin elsewhere; then the
          // response says so, and never comes to its end.
          let start = Self.start(of: client) ?? expected.startIndex
          #expect(origin.content[start...].starts(with: client.bytes), "\(asker.ranges)")
          #expect(abs(start - expected.startIndex) <= 1)
        }
      }
    }

    /// The first position that `Content-Range` names.
    private static func start(of client: ClientUnderTest) -> Int? {
      guard let field = client.field("Content-Range") else { return nil }
      return Int(field.dropFirst("bytes ".count).prefix { $0 != "-" })
    }

    func checkAsked() {
      let wanted = askers.flatMap { $0.ranges.map(geometry.slices(covering:)) }
      for case let range? in origin.ranges where range != 0...511 {
        let bytes = Int(range.lowerBound)..<Int(range.upperBound) + 1
        let slices = geometry.slices(covering: bytes)
        // Whoever lied about the length may have been believed.
        let isLie = bytes.upperBound == geometry.length + 1
        #expect(geometry.bytes(of: slices) == bytes || isLie, "a range is of whole slices")
        // One that makes good for several readers brings what lies between them.
        #expect(
          isLie
            || [slices.lowerBound, slices.upperBound - 1].allSatisfy { end in
              wanted.contains { $0.contains(end) }
            }, "\(slices) was not wanted")
      }
    }

    func checkNothingLeft() {
      #expect(edge.counts().fillCount == 0 && edge.counts().streamCount == 0)
      #expect(edge.perform { edge.shards[0].here.sliceDrivers.isEmpty })
      edge.empty()
      #expect(edge.usedBytes() == 0)
    }
  }

  @Test func `whoever gets bytes gets the right ones, all of them or an error`() throws {
    var seeds = SplitMix64.announced()
    for _ in 0..<300 {
      var round = try Round(SplitMix64(seed: seeds.next()))
      try round.ask()
      for _ in 0..<200 {
        try round.act()
        round.checkClaims()
      }
      round.finish()
      round.checkClients()
      round.checkAsked()
      // Clients hold what they read until they are gone.
      round.askers = []
      round.edge.settle()
      round.checkNothingLeft()
    }
  }
}

extension [UInt8] {
  /// Where bytes stand in others.
  fileprivate func firstPosition(of part: ArraySlice<UInt8>) -> Int? {
    indices.first { self[$0...].starts(with: part) }
  }
}

extension SplitMix64 {
  /// A number below a bound.
  fileprivate mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
