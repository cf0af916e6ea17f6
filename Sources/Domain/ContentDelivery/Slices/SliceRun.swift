/// One fetch of neighbouring slices: what of its answer belongs where.
struct SliceRun {
  /// What to do about a head.
  enum HeadStep: Equatable {
    /// Take the bytes.
    case take
    /// End the fetch: the answer is of no use.
    case refuse(OriginFailure)
    /// End the fetch, and believe nothing of the content any more: it has another length here.
    case contradict
  }

  /// Where the next bytes go.
  enum Piece: Equatable {
    /// Before the first slice that is wanted: an origin that sends everything.
    case skip(count: Int)
    /// Into a slice, from an offset in it.
    case fill(slice: Int, at: Int, count: Int)
    /// Nowhere: no slice is wanted any more.
    case past
  }

  private enum Phase {
    case connecting
    case flowing
  }

  let geometry: SliceGeometry
  /// The slices that nobody else fetches: from the one in hand to the last.
  private(set) var claim: Range<Int>
  /// Whether a range was refused, so that everything is asked for.
  let rangesAreRefused: Bool
  /// Failures since a slice was last completed.
  private(set) var failureCount: Int
  /// Slices that came wrong, in this fetch and those that it replaces.
  private(set) var spoiledCount: Int
  private var phase = Phase.connecting
  /// Where in the content the next byte belongs.
  private(set) var position = 0
  /// The offset after the last byte that comes; nil when the origin does not say.
  private var end: Int?

  /// A fetch that has not begun.
  init(
    _ geometry: SliceGeometry, claim: Range<Int>, rangesAreRefused: Bool = false,
    failureCount: Int = 0, spoiledCount: Int = 0
  ) {
    self.geometry = geometry
    self.claim = claim
    self.rangesAreRefused = rangesAreRefused
    self.failureCount = failureCount
    self.spoiledCount = spoiledCount
    let bytes = geometry.bytes(of: claim)
    let asksForAll = rangesAreRefused || bytes.count == geometry.length
    asked = asksForAll || bytes.isEmpty ? nil : bytes.lowerBound...(bytes.upperBound - 1)
  }

  /// The first and last byte to ask for; nil for all.
  let asked: ClosedRange<Int>?

  /// Whether bytes of the slice in hand have come already.
  var hasBegunSlice: Bool { position > geometry.bytes(of: claim).lowerBound }

  /// Bytes of the slice in hand that are missing.
  var missingOfSlice: Int {
    guard !claim.isEmpty else { return 0 }
    let bytes = geometry.bytes(of: claim.lowerBound)
    return bytes.upperBound - min(max(position, bytes.lowerBound), bytes.upperBound)
  }

  /// Bytes that come before the answer has ended by itself.
  var untilEnd: Int { max((end ?? geometry.length) - position, 0) }

  /// Fetches slices before the first, too: the origin sends them anyway.
  mutating func extend(downTo slice: Int) {
    claim = min(slice, claim.lowerBound)..<claim.upperBound
  }

  /// Fetches no slice from this one on.
  mutating func cut(at slice: Int) {
    claim = claim.lowerBound..<min(max(slice, claim.lowerBound), claim.upperBound)
  }

  /// A head has arrived.
  mutating func received(_ head: OriginHead) -> HeadStep {
    guard phase == .connecting else { return .refuse(OriginFailure(.malformed)) }
    if let total = head.total, total != geometry.length { return .contradict }
    switch (head.coverage, asked) {
    case (.whole, _):
      if let length = head.length, length != geometry.length { return .contradict }
      end = geometry.length
    case (.part(let part), let asked?):
      // A part other than the one asked for would put bytes in the wrong place.
      guard part.lowerBound == asked.lowerBound, part.upperBound == asked.upperBound else {
        return .refuse(OriginFailure(.malformed, source: head.source))
      }
      position = asked.lowerBound
      end = asked.upperBound + 1
    case (.part(let part), nil):
      guard part.lowerBound == 0, part.upperBound + 1 == geometry.length else {
        return .refuse(OriginFailure(.malformed, source: head.source))
      }
      end = geometry.length
    }
    phase = .flowing
    return .take
  }

  /// Takes the fetch over from one whose head has been judged: everything comes.
  mutating func adopt() {
    phase = .flowing
    end = geometry.length
  }

  /// Where the next of so many bytes go; they count as taken.
  mutating func next(of count: Int) -> Piece {
    guard phase == .flowing, !claim.isEmpty, count > 0 else {
      position += count
      return .past
    }
    let slice = claim.lowerBound
    let bytes = geometry.bytes(of: slice)
    if position < bytes.lowerBound {
      let skipped = min(count, bytes.lowerBound - position)
      position += skipped
      return .skip(count: skipped)
    }
    let taken = min(count, bytes.upperBound - position)
    let offset = position - bytes.lowerBound
    position += taken
    if position == bytes.upperBound {
      claim = (slice + 1)..<claim.upperBound
      failureCount = 0
    }
    return .fill(slice: slice, at: offset, count: taken)
  }

  /// Slices that may come wrong before the fetch is given up.
  static let spoiledMax = 3

  /// The run that makes good for this one after a slice that came wrong; nil when too many have.
  ///
  /// - Parameter slices: those that are wanted.
  func replacement(forSpoiled slice: Int, bringing slices: Range<Int>) -> SliceRun? {
    guard spoiledCount < Self.spoiledMax else { return nil }
    return SliceRun(
      geometry, claim: slices, rangesAreRefused: rangesAreRefused, spoiledCount: spoiledCount + 1)
  }

  /// The run that makes good for this one; nil when there was one already, or another would fail
  /// the same way.
  ///
  /// - Parameter slices: those of its slices that are missing and wanted; when nil, all that are
  ///   missing.
  func replacement(
    after failure: OriginFailure, bringing slices: Range<Int>? = nil
  ) -> SliceRun? {
    guard !claim.isEmpty, failureCount == 0 else { return nil }
    switch failure.code {
    case .notFound, .blocked, .tooLarge, .badIdentifier, .unsupported, .cancelled: return nil
    case .rangeNotSatisfiable where asked == nil: return nil
    case .rangeNotSatisfiable, .unavailable, .timedOut, .truncated, .reset, .malformed,
      .mismatched, .overloaded:
      return SliceRun(
        geometry, claim: slices ?? claim,
        rangesAreRefused: rangesAreRefused || failure.code == .rangeNotSatisfiable,
        failureCount: failureCount + 1, spoiledCount: spoiledCount)
    }
  }
}
