/// A stretch of time in the fewest periods that make it up: months in the middle, then days and
/// hours, minutes at the edges.
package struct UsageSpan: Hashable, Sendable {
  /// Periods of one resolution that follow each other.
  package struct Piece: Hashable, Sendable {
    /// How long each is, when the first begins and when the last one ends.
    package let resolution: UsageResolution
    package let range: Range<Int64>
  }

  /// In the order of time; no moment lies in two of them.
  package let pieces: [Piece]

  /// The minutes from the one that `from` lies in up to the one that `to` lies in, that one left
  /// out; both in seconds since 1970.
  package init(from: Int64, to: Int64) {
    let from = UsageResolution.minute.start(of: max(0, from))
    let to = UsageResolution.minute.start(of: max(0, to))
    pieces = from < to ? Self.pieces(from..<to, [.month, .day, .hour, .minute]) : []
  }

  private static func pieces(
    _ range: Range<Int64>, _ resolutions: ArraySlice<UsageResolution>
  ) -> [Piece] {
    guard let resolution = resolutions.first, !range.isEmpty else { return [] }
    let rest = resolutions.dropFirst()
    let first = resolution.start(notBefore: range.lowerBound)
    let last = resolution.start(of: range.upperBound)
    guard first < last else { return pieces(range, rest) }
    return pieces(range.lowerBound..<first, rest)
      + [Piece(resolution: resolution, range: first..<last)]
      + pieces(last..<range.upperBound, rest)
  }
}
