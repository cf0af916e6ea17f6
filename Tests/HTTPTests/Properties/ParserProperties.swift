import Bytes
import HTTP
import HTTPTables
import TestSupport
import Testing

@Suite struct ParserProperties {
  /// Parses `bytes` as they grow by random steps.
  static func parseInPieces(_ bytes: [UInt8], _ random: inout SplitMix64) -> ParseOutcome {
    let head = RequestHead()
    var parser = RequestParser()
    var count = 0
    while true {
      count = min(bytes.count, count + Int.random(in: 1...40, using: &random))
      let part = Array(bytes[..<count])
      let outcome = parser.parse(part.span, into: head, limits: RequestLimits())
      if outcome != .incomplete || count == bytes.count { return outcome }
    }
  }

  static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let odd: [UInt8] = [0, 9, 10, 13, 32, 34, 35, 37, 44, 45, 47, 58, 59, 61, 63, 127, 255]
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let position = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.insert(odd.randomElement(using: &random) ?? 0, at: position)
      case 1 where position < bytes.count: bytes.remove(at: position)
      case 2 where position < bytes.count:
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      case 3: bytes.insert(contentsOf: [13, 10], at: position)
      default:
        let end = min(bytes.count, position + 12)
        bytes.insert(contentsOf: Array(bytes[position..<end]), at: position)
      }
    }
  }

  @Test func `however a mutated request is split the outcome is the same`() {
    var random = SplitMix64.announced()
    let rows = FramingTable.all.filter { $0.bytes.count < 1_000 }
    for round in 0..<6_000 {
      var bytes = rows[round % rows.count].bytes
      Self.mutate(&bytes, &random)
      let head = RequestHead()
      var parser = RequestParser()
      let whole = parser.parse(bytes.span, into: head, limits: RequestLimits())
      let pieces = Self.parseInPieces(bytes, &random)
      #expect(pieces == whole, "seed \(random.seed), round \(round): \(bytes)")
      if case .complete = whole { Self.useAll(head, bytes) }
    }
  }

  @Test func `however mutated chunks are split the outcome is the same`() {
    var random = SplitMix64.announced()
    let rows = ChunkedTable.all.filter { $0.bytes.count < 1_000 }
    for round in 0..<6_000 {
      var bytes = rows[round % rows.count].bytes
      Self.mutate(&bytes, &random)
      let whole = ChunkedDecoderTests.decode(bytes, pieces: .max / 2)
      let size = Int.random(in: 1...9, using: &random)
      let pieces = ChunkedDecoderTests.decode(bytes, pieces: size)
      #expect(pieces == whole, "seed \(random.seed), round \(round): \(bytes)")
    }
  }

  /// Reads everything a head offers, which must stay inside the bytes.
  static func useAll(_ head: RequestHead, _ bytes: [UInt8]) {
    let span = bytes.span
    var total = head.target(in: span).count + head.path(in: span).count
    total += head.query(in: span)?.count ?? 0
    total += head.authority(in: span)?.count ?? 0
    for index in 0..<head.fieldCount {
      total += head.name(at: index, in: span).count + head.value(at: index, in: span).count
    }
    #expect(total <= bytes.count * 3)
    let tag: [UInt8] = [0x61]
    let representation = Representation(
      size: 10, entityTag: tag.span, lastModified: HTTPDate(seconds: 5))
    _ = ResponsePlan.decide(
      head: head, bytes: span, representation: representation, now: HTTPDate(seconds: 9))
    try? PathSegments.check(head.path(in: span))
    _ = AcceptEncoding(head, in: span).preferred(among: .all)
  }
}
