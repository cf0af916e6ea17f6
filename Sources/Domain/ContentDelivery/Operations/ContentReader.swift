internal import Bytes
internal import HTTP
internal import Routing

/// The content of a response, part by part: all of it, a range, or several with what stands
/// between them; from memory, from a fill or from slices.
final class ContentReader: BodySource {
  /// Where bytes come from.
  enum Place {
    case stored(BodyBuffer)
    case filling(FillSeat)
    case slices(SliceReader)
  }

  /// A part of the response's content.
  enum Part {
    case text([UInt8])
    case range(Range<Int>)
  }

  let length: Int64?
  private let place: Place
  private var parts: ArraySlice<Part>
  /// How much of the first part is done.
  private var done = 0

  /// A reader of these parts; without a length it goes on until the content ends.
  init(_ parts: [Part], of place: Place, length: Int64?) {
    self.parts = parts[...]
    self.place = place
    self.length = length
  }

  func next() async throws -> BodyPiece? {
    while let part = parts.first {
      switch part {
      case .text(let bytes):
        parts.removeFirst()
        let chunk = unsafe BodyChunk(copying: bytes.span.bytes)
        return unsafe BodyPiece(memory: chunk.memory, owner: chunk)
      case .range(let range):
        let offset = range.lowerBound + done
        if offset < range.upperBound,
          let piece = try await piece(from: offset, upTo: range.upperBound)
        {
          done += piece.count
          return piece
        }
        parts.removeFirst()
        done = 0
      }
    }
    return nil
  }

  private func piece(from offset: Int, upTo limit: Int) async throws -> BodyPiece? {
    switch place {
    case .stored(let buffer):
      return buffer.piece(at: offset, upTo: limit).map { BodyPiece($0, of: buffer) }
    case .filling(let seat): return try await seat.next(from: offset, upTo: limit)
    case .slices(let reader): return try await reader.next(from: offset, upTo: limit)
    }
  }
}
