internal import HTTP

/// What is known of one fetch from an origin, and what follows from each thing that happens to it.
///
/// Decides only; `FillDriver` does. A fill is *kept* while its bytes are to be stored, and then any
/// number of readers share it. What will not be stored is *passed through*: a window moves over it
/// at the pace of the slowest reader, and nobody can join. Content that is kept in slices is *cut*:
/// its bytes are handed on. A fill may *open* content of unknown length with its first bytes, so
/// that they tell which of these it is.
struct Fill {
  /// How far the fetch has come.
  enum Phase: Equatable {
    case connecting
    case flowing
    /// All has come, and it is being checked before the last byte is shown.
    case checking
    case ended
  }

  /// What to do about a head.
  enum HeadStep: Equatable {
    /// Store the bytes; so many, if it is known.
    case keep(length: Int?)
    /// Hand the bytes on to slices.
    case cut
    /// Keep the bytes as a sample of the content.
    case sample
    /// Show the bytes to the readers and forget them; they begin at this offset.
    case passThrough(from: Int)
    /// End the fetch: the answer is of no use.
    case refuse(OriginFailure)
  }

  /// What to do about bytes.
  enum BytesStep: Equatable {
    /// Take these of them.
    case take(Range<Int>)
    /// Take these of them: they are the last that are wanted.
    case takeLast(Range<Int>)
    /// End the fetch: there are more than were announced.
    case refuse(OriginFailure)
  }

  /// What to do when the fetch has ended.
  enum EndStep: Equatable {
    case succeed
    /// The sample is there, and with it the length of the content.
    case sampled(total: Int)
    /// The content is too short to be opened with a part: begin again with all of it.
    case restart
    case fail(OriginFailure)
    /// It had ended before.
    case ignore
  }

  /// What is left to fetch when the last reader leaves is fetched all the same if it is no more
  /// than this: a new connection would cost as much.
  static let remainderMax = 64 * 1024

  /// The part that is wanted, first and last byte; nil for all.
  let range: ClosedRange<Int>?
  private(set) var phase = Phase.connecting
  private(set) var isKept: Bool
  /// Whether the first bytes are asked for, to learn the length and the type.
  private(set) var isOpening = false
  /// Whether they were asked for, whatever came.
  private(set) var wasOpening = false
  /// Whether the content is kept in slices.
  private(set) var isCut = false
  private(set) var readerCount = 0
  /// Bytes of the whole content, once known.
  private(set) var total: Int?
  /// Bytes that the origin has announced for this fetch.
  private(set) var announced: Int?
  /// Bytes that have come.
  private(set) var received = 0
  /// Where in the content the first byte that comes belongs.
  private var origin = 0

  /// A fill of all of the content, or of a part; a part is never kept.
  init(range: ClosedRange<Int>? = nil, isKept: Bool = true) {
    self.range = range
    self.isKept = isKept && range == nil
  }

  /// A fill that asks for the first bytes, and goes on as they tell.
  static func opening() -> Fill {
    var fill = Fill()
    fill.isOpening = true
    fill.wasOpening = true
    return fill
  }

  /// The first and last byte to ask for; nil for all.
  var asked: ClosedRange<Int>? {
    isOpening ? 0...(ContentSniffer.prefixByteCountMax - 1) : range
  }

  // MARK: Readers

  /// A reader wants to join; false when the fill has ended, is no longer shared, or is full.
  mutating func readerJoins(readersMax: Int) -> Bool {
    guard phase != .ended, readerCount < readersMax, isKept || readerCount == 0 else {
      return false
    }
    readerCount += 1
    return true
  }

  /// A reader has left; true when the fetch is to be given up because nobody wants it any more.
  mutating func readerLeft() -> Bool {
    readerCount -= 1
    guard readerCount == 0, phase != .ended, phase != .checking else { return false }
    guard isKept, !isCut, !isOpening, phase == .flowing, let announced else { return true }
    return !(received > announced / 2 || announced - received <= Self.remainderMax)
  }

  /// The bytes will not be stored after all: too many, or no room for them.
  mutating func outgrew() { isKept = false }

  // MARK: The origin

  /// A head has arrived.
  mutating func received(
    _ head: OriginHead, objectMax: Int, slices: SliceLimits? = nil
  ) -> HeadStep {
    guard phase == .connecting else { return .refuse(OriginFailure(.malformed)) }
    guard let step = step(for: head, objectMax, slices) else {
      phase = .ended
      return .refuse(OriginFailure(.malformed, source: head.source))
    }
    phase = .flowing
    return step
  }

  private mutating func step(
    for head: OriginHead, _ objectMax: Int, _ slices: SliceLimits?
  ) -> HeadStep? {
    if let length = head.length, length < 0 { return nil }
    announced = head.length.map { Int($0) }
    total = head.total.map { Int($0) }
    switch (head.coverage, range) {
    case (.whole, _):
      total = announced ?? total
      isOpening = false
    case (.part(let part), nil) where isOpening:
      guard let total, part.lowerBound == 0, part.count <= ContentSniffer.prefixByteCountMax
      else { return nil }
      announced = part.count
      // A server that clips the range has sent everything.
      isOpening = part.count < total
    case (.part(let part), let range?):
      // A part other than the one asked for would put bytes in the wrong place.
      guard part.lowerBound == Int64(range.lowerBound), part.upperBound == Int64(range.upperBound)
      else { return nil }
      announced = range.count
      origin = range.lowerBound
    case (.part(let part), nil):
      guard part.lowerBound == 0, head.total == part.upperBound + 1 else { return nil }
      announced = total
    }
    if let range, let total, range.upperBound >= total { return nil }
    if isOpening { return .sample }
    if isKept, let announced, let slices, slices.cuts(announced) {
      isCut = true
      return .cut
    }
    if let total, total > objectMax { isKept = false }
    return isKept ? .keep(length: announced) : .passThrough(from: range?.lowerBound ?? 0)
  }

  /// Bytes have arrived.
  mutating func received(count: Int) -> BytesStep {
    guard phase == .flowing else { return .refuse(OriginFailure(.malformed)) }
    let start = origin + received
    received += count
    if let announced, received > announced {
      phase = .ended
      return .refuse(OriginFailure(.malformed))
    }
    guard let range else { return .take(0..<count) }
    let first = min(max(range.lowerBound - start, 0), count)
    let last = min(max(range.upperBound + 1 - start, first), count)
    if start + count > range.upperBound {
      phase = .ended
      return .takeLast(first..<last)
    }
    return .take(first..<last)
  }

  /// The fetch has ended.
  mutating func completed(_ failure: OriginFailure?) -> EndStep {
    guard phase != .ended else { return .ignore }
    let wasFlowing = phase == .flowing
    phase = .ended
    if isOpening, !wasFlowing, failure?.code == .rangeNotSatisfiable { return .restart }
    if let failure { return .fail(failure) }
    guard wasFlowing else { return .fail(OriginFailure(.malformed)) }
    if let announced, announced != received { return .fail(OriginFailure(.truncated)) }
    if isOpening, let total { return .sampled(total: total) }
    if range != nil { return .fail(OriginFailure(.truncated)) }
    return .succeed
  }

  /// What has come is checked; whoever comes meanwhile may still join.
  mutating func checks() { phase = .checking }

  /// All of the content is asked for after its first bytes.
  mutating func restarted() {
    phase = .connecting
    isOpening = false
    wasOpening = false
    (total, announced, received) = (nil, nil, 0)
  }

  /// The fetch is ended from this side.
  mutating func end() { phase = .ended }
}
