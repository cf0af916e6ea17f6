internal import Bytes
internal import Routing

/// Reads a content in slices, wherever each of them is: one is held at a time, so that a reader
/// who is slow holds no more than that.
final class SliceReader {
  private let seat: SliceSeat
  private var place: Place?

  /// The slice that is being read.
  private struct Place {
    let slice: Int
    let answer: SliceAnswer
  }

  /// A reader who has asked for nothing yet.
  init(_ seat: SliceSeat) { self.seat = seat }

  /// Waits until the byte at an offset is there, without taking it.
  ///
  /// - Throws: `FillFailure` or `CancellationError`.
  func prepare(at offset: Int, upTo limit: Int) async throws {
    _ = try await next(from: offset, upTo: limit)
  }

  /// The next bytes from an offset on, up to a limit; nil at the end of the content.
  ///
  /// - Throws: `FillFailure` when they are not to be had, or `CancellationError`.
  func next(from offset: Int, upTo limit: Int) async throws -> BodyPiece? {
    let geometry = seat.content.geometry
    let limit = min(limit, geometry.length)
    guard offset < limit else { return nil }
    let slice = geometry.slice(at: offset)
    if place?.slice != slice {
      // The slice that was read is let go before the next is waited for.
      place = nil
      let slices = geometry.slices(covering: offset..<limit)
      place = Place(slice: slice, answer: await seat.ask(for: slices))
    }
    let bytes = geometry.bytes(of: slice)
    let from = offset - bytes.lowerBound
    let upTo = min(limit, bytes.upperBound) - bytes.lowerBound
    switch place?.answer {
    case .stored(let content):
      return content.body.piece(at: from, upTo: upTo).map { BodyPiece($0, of: content.body) }
    case .filling(let seat): return try await seat.next(from: from, upTo: upTo)
    case .failed(let failure): throw failure
    case nil: return nil
    }
  }
}
