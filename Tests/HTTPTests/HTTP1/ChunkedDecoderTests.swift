import Bytes
import HTTP
import HTTPTables
import Testing

@Suite struct ChunkedDecoderTests {
  struct Result: Equatable {
    var content: [UInt8] = []
    var consumed = 0
    var isWhole = false
    var slug: String?
  }

  /// Decodes `bytes` in pieces of `size`.
  static func decode(_ bytes: [UInt8], pieces size: Int) -> Result {
    var decoder = ChunkedDecoder()
    var result = Result()
    var start = 0
    while start < bytes.count {
      let piece = Array(bytes[start..<min(start + size, bytes.count)])
      start += piece.count
      var offset = 0
      inner: while true {
        let rest = Array(piece[offset...])
        switch decoder.next(rest.span) {
        case .needsMore:
          result.consumed += rest.count
          break inner
        case .data(let range):
          result.content += rest[range]
          offset += range.upperBound
          result.consumed += range.upperBound
        case .end(let consumed):
          result.consumed += consumed
          result.isWhole = true
          return result
        case .rejected(let rejection):
          result.slug = "\(rejection.slug)"
          result.consumed = 0
          return result
        }
      }
    }
    return result
  }

  @Test(arguments: ChunkedTable.all)
  func `every row of the chunked table is judged as it says`(row: ChunkedCase) {
    let next = row.content == nil ? [] : Array("GET".utf8)
    let result = Self.decode(row.bytes + next, pieces: .max / 2)
    #expect(result.slug == row.slug, "\(row)")
    if let content = row.content {
      #expect(result.isWhole, "\(row)")
      #expect(result.content == Array(content.utf8), "\(row)")
      #expect(result.consumed == row.bytes.count, "\(row)")
    }
  }

  @Test(arguments: ChunkedTable.all, [1, 2, 3, 7])
  func `in pieces the verdict is the same`(row: ChunkedCase, size: Int) {
    let whole = Self.decode(row.bytes, pieces: .max / 2)
    let pieces = Self.decode(row.bytes, pieces: size)
    #expect(pieces.slug == whole.slug, "\(row)")
    #expect(pieces.isWhole == whole.isWhole, "\(row)")
    if whole.slug == nil { #expect(pieces.content == whole.content, "\(row)") }
  }

  @Test func `a broken decoder stays broken`() {
    var decoder = ChunkedDecoder()
    let bad: [UInt8] = [0x67]
    #expect(decoder.next(bad.span) == .rejected(.malformedChunkSize))
    let good = Array("0\r\n\r\n".utf8)
    #expect(decoder.next(good.span) == .rejected(.malformedChunkSize))
    #expect(!decoder.isAtEnd)
  }

  @Test func `a decoder at its end consumes nothing more`() {
    var decoder = ChunkedDecoder()
    let bytes = Array("0\r\n\r\nGET".utf8)
    #expect(decoder.next(bytes.span) == .end(consumed: 5))
    #expect(decoder.next(bytes.span) == .end(consumed: 0))
    #expect(decoder.isAtEnd)
  }
}
