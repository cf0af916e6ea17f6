import Bytes
import HTTP
import HTTPTables
import TestSupport
import Testing

/// A head that remembers its fields reads like one that has never seen a request.
@Suite struct FieldMemoryProperties {
  /// Everything that a head says of a request, as text.
  private static func reading(_ head: RequestHead, _ bytes: [UInt8]) -> [String] {
    let span = bytes.span
    func text(_ part: Span<UInt8>?) -> String {
      guard let part else { return "none" }
      return String(decoding: part.indices.map { part[$0] }, as: UTF8.self)
    }
    var all = [
      "\(head.byteCount) \(head.method) \(head.minorVersion) \(head.targetForm)",
      "\(head.body) \(head.keepsAlive) \(head.expectsContinue) \(head.offersUpgrade)",
      text(head.target(in: span)), text(head.authority(in: span)),
    ]
    for index in 0..<head.fieldCount {
      all.append(
        "\(text(head.name(at: index, in: span))): \(text(head.value(at: index, in: span)))")
      all.append("\(head.known(at: index).map { "\($0)" } ?? "unknown")")
    }
    for field in KnownField.allCases where head.contains(field) {
      all.append("\(field) \(text(head.value(field, in: span))) \(head.isRepeated(field))")
    }
    return all
  }

  @Test func `whatever came before, a head reads as if it were the first`() {
    var random = SplitMix64.announced()
    let rows = FramingTable.all.filter { $0.bytes.count < 1_000 }
    let remembering = RequestHead(remembersFields: true)
    var parser = RequestParser()
    var bytes = rows[0].bytes
    for round in 0..<20_000 {
      // Mostly the last request again: as it was, with another target, or with a byte changed.
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes = rows[round % rows.count].bytes
      case 1: ParserProperties.mutate(&bytes, &random)
      case 2, 3:
        if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
          bytes.insert(contentsOf: Array("/a".utf8), at: slash)
        }
      case 4 where !bytes.isEmpty:
        let position = Int.random(in: 0..<bytes.count, using: &random)
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      default: break
      }
      if bytes.count > 900 { bytes = rows[round % rows.count].bytes }
      let fieldCountMax = Int.random(in: 1...8, using: &random)
      let headBytesMax = Int.random(in: 64...2_000, using: &random)
      let limits = RequestLimits(headBytesMax: headBytesMax, fieldCountMax: fieldCountMax)
      let fresh = RequestHead()
      var freshParser = RequestParser()
      let expected = freshParser.parse(bytes.span, into: fresh, limits: limits)
      parser.reset()
      let outcome = parser.parse(bytes.span, into: remembering, limits: limits)
      #expect(outcome == expected, "seed \(random.seed), round \(round): \(bytes)")
      guard case .complete = expected, outcome == expected else { continue }
      let same = Self.reading(remembering, bytes) == Self.reading(fresh, bytes)
      #expect(same, "seed \(random.seed), round \(round): \(bytes)")
    }
  }

  @Test func `the same fields mean another thing under another version`() {
    let head = RequestHead(remembersFields: true)
    var parser = RequestParser()
    for (version, keepsAlive) in [("1.1", true), ("1.0", false), ("1.1", true)] {
      let bytes = Array("GET / HTTP/\(version)\r\nHost: a\r\nAccept: */*\r\n\r\n".utf8)
      let outcome = parser.parse(bytes.span, into: head, limits: RequestLimits())
      #expect(outcome == .complete(headLength: bytes.count))
      #expect(head.keepsAlive == keepsAlive)
    }
  }
}
