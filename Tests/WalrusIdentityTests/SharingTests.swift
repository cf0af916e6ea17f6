import FoundationEssentials
import Testing

@testable import WalrusIdentity

/// Content that invites savings must have the identifier that it would have without them.
struct SharingTests {
  /// Kinds of content in which rows, columns, symbols or subtrees repeat.
  enum Kind: CaseIterable {
    case random, zeros, constant, shortPeriod, equalRows, alternatingRows, sparse, fewLetters
  }

  @Test(arguments: Kind.allCases)
  func `savings never change a hash`(kind: Kind) throws {
    let seed: UInt64 = 0x5a7e
    var random = SeededGenerator(seed: seed)
    for shardCount in [4, 5, 6, 7, 10, 13, 16, 17, 31, 33, 64, 65] {
      let encoding = try BlobEncoding(shardCount: shardCount)
      for symbolSize in [2, 4, 6, 64, 70, 128] where shardCount < 20 || symbolSize < 10 {
        let room = encoding.sourceSymbolCount * symbolSize
        let length = Int.random(in: room * 3 / 4...room, using: &random)
        let content = content(kind, length, encoding.sourceColumnCount * symbolSize, &random)
        let metadata = try encoding.identify(content, keepingSliverHashes: true)
        let plain = try PlainEncoding(encoding: encoding).sliverPairHashes(content)
        #expect(
          metadata.sliverPairHashes == plain,
          "seed \(seed), \(shardCount) shards, \(length) bytes")
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `savings never change a hash where leaves are kept in a table`(kind: Kind) throws {
    let seed: UInt64 = 0x7ab1
    var random = SeededGenerator(seed: seed)
    let encoding = try BlobEncoding(shardCount: 400)
    let length = Int.random(in: 0...encoding.sourceSymbolCount * 2, using: &random)
    let content = content(kind, length, encoding.sourceColumnCount * 2, &random)
    let metadata = try encoding.identify(content, keepingSliverHashes: true)
    let plain = try PlainEncoding(encoding: encoding).sliverPairHashes(content)
    #expect(metadata.sliverPairHashes == plain, "seed \(seed), \(length) bytes")
  }

  @Test
  func `a single changed byte changes the identifier`() throws {
    let seed: UInt64 = 0xc4a6
    var random = SeededGenerator(seed: seed)
    let encoding = try BlobEncoding(shardCount: 13)
    let content = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
    let id = try encoding.identify(content).blobID
    for position in stride(from: 0, to: content.count, by: 17) {
      var changed = content
      changed[position] ^= 1
      #expect(try encoding.identify(changed).blobID != id, "seed \(seed), \(position)")
    }
    // Padding is not content: the length is part of the identifier.
    #expect(try encoding.identify(content + [0]).blobID != id)
  }

  @Test
  func `the part of a buffer that a span covers is what is identified`() throws {
    let encoding = try BlobEncoding(shardCount: 10)
    let buffer = Rule.ramp(100, 9)
    let part = buffer.span.extracting(10..<60)
    #expect(try encoding.identify(part) == encoding.identify(Array(buffer[10..<60])))
  }

  /// 64 MiB take seconds, so this runs only when asked for with FLOE_SLOW_TESTS=1. There is no
  /// vector of that length; the first slivers are compared with the definition instead.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["FLOE_SLOW_TESTS"] == "1"))
  func `a blob of 64 MiB is identified in strips as in one piece`() throws {
    let content = Rule.ramp(64 << 20, 5)
    let metadata = try BlobEncoding.network.identify(content, keepingSliverHashes: true)
    #expect(metadata.symbolSize == 302)
    let plain = try PlainEncoding(encoding: .network).sliverPairHashes(content)
    #expect(metadata.sliverPairHashes == plain)
  }

  private func content(
    _ kind: Kind, _ length: Int, _ rowSize: Int, _ random: inout SeededGenerator
  ) -> [UInt8] {
    let noise = (0..<max(length, 64)).map { _ in UInt8.random(in: 0...255, using: &random) }
    return (0..<length).map { index in
      switch kind {
      case .random: noise[index]
      case .zeros: 0
      case .constant: 0xa5
      case .shortPeriod: noise[index % 6]
      case .equalRows: noise[index % rowSize]
      case .alternatingRows: index / rowSize % 2 == 0 ? noise[index % rowSize] : 0
      case .sparse: noise[index] < 3 ? noise[index] : 0
      case .fewLetters: noise[index] & 1
      }
    }
  }
}
