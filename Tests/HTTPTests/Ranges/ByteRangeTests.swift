import Bytes
import HTTP
import HTTPTables
import TestSupport
import Testing

@Suite struct ByteRangeTests {
  static func verdict(_ value: String, _ size: UInt64) -> RangeCase.Verdict {
    let bytes = Array(value.utf8)
    switch ByteRangeSet.parse(bytes.span, size: size) {
    case .ignored: return .ignored
    case .unsatisfiable: return .unsatisfiable
    case .satisfiable(let set):
      return .ranges((0..<set.count).map { [set[$0].first, set[$0].last] })
    }
  }

  @Test(arguments: RangeTable.all)
  func `every row of the range table gives what it says`(row: RangeCase) {
    #expect(Self.verdict(row.value, row.size) == row.verdict, "\(row)")
  }

  @Test func `a multipart response is exactly as long as it says`() throws {
    for type in ["", "image/png", "text/plain; charset=utf-8"] {
      let bytes = Array("bytes=0-0,5-10,100-,9999990-9999999".utf8)
      guard case .satisfiable(let set) = ByteRangeSet.parse(bytes.span, size: 10_000_000) else {
        Issue.record("not satisfiable")
        return
      }
      let typeBytes = Array(type.utf8)
      let boundary = MultipartBoundary(high: 0x0123_4567_89AB_CDEF, low: 7)
      let multipart = MultipartRanges(
        set, size: 10_000_000, contentType: typeBytes.span, boundary: boundary)
      var total: UInt64 = 0
      for index in 0..<set.count {
        let head = printed { multipart.printHead(of: index, into: &$0) }
        #expect(head.utf8.count == multipart.headByteCount(of: index))
        total += UInt64(head.utf8.count) + set[index].count
      }
      let end = printed { multipart.printEnd(into: &$0) }
      #expect(end.utf8.count == multipart.endByteCount)
      #expect(multipart.byteCount == total + UInt64(end.utf8.count))
    }
  }

  @Test func `the parts of a multipart response read as RFC 9110 §14.6 shows`() {
    let bytes = Array("bytes=0-1,4-5".utf8)
    guard case .satisfiable(let set) = ByteRangeSet.parse(bytes.span, size: 10) else { return }
    let type = Array("text/plain".utf8)
    let multipart = MultipartRanges(
      set, size: 10, contentType: type.span, boundary: MultipartBoundary(high: 1, low: 2))
    let line = "00000000000000010000000000000002"
    #expect(
      printed { multipart.printContentType(into: &$0) }
        == "multipart/byteranges; boundary=\(line)")
    #expect(
      printed { multipart.printContentType(into: &$0) }.utf8.count
        == MultipartRanges.contentTypeByteCount)
    #expect(
      printed { multipart.printHead(of: 0, into: &$0) }
        == "--\(line)\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n")
    #expect(
      printed { multipart.printHead(of: 1, into: &$0) }
        == "\r\n--\(line)\r\nContent-Type: text/plain\r\nContent-Range: bytes 4-5/10\r\n\r\n")
    #expect(printed { multipart.printEnd(into: &$0) } == "\r\n--\(line)--\r\n")
    #expect(
      printed { ContentRange.printUnsatisfied(size: 10, into: &$0) } == "bytes */10")
  }

  @Test func `ranges are what a set of positions says`() {
    // Random sets against the plain meaning: the positions asked for are the positions sent.
    var random = SplitMix64(seed: 20_261_121)
    for _ in 0..<2_000 {
      let size = UInt64.random(in: 1...40, using: &random)
      var asked: Set<UInt64> = []
      var sum: UInt64 = 0
      var parts: [String] = []
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let first = UInt64.random(in: 0..<size, using: &random)
        let last = UInt64.random(in: first...(size + 3), using: &random)
        parts.append("\(first)-\(last)")
        asked.formUnion(first...min(last, size - 1))
        sum += min(last, size - 1) - first + 1
      }
      let value = "bytes=" + parts.joined(separator: ",")
      switch Self.verdict(value, size) {
      case .ignored: #expect(sum > 2 * size, "\(value) of \(size)")
      case .unsatisfiable: Issue.record("\(value) of \(size)")
      case .ranges(let ranges):
        var sent: Set<UInt64> = []
        for range in ranges {
          #expect(sent.isDisjoint(with: range[0]...range[1]), "\(value) of \(size)")
          sent.formUnion(range[0]...range[1])
        }
        #expect(sent == asked, "\(value) of \(size)")
      }
    }
  }
}
