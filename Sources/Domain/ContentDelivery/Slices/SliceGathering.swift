/// The slices of one content that are held until all are there and its id is known, for readers of
/// everything who do not get the last byte before.
///
/// Decides only; `SliceDriver` does.
struct SliceGathering<Slice> {
  /// How far it has come.
  enum Phase: Hashable {
    case gathering
    /// All are there, and the id is being computed.
    case checking
    /// The slices are what the content's name says.
    case passed
    /// It could not be found out whether they are.
    case failed
  }

  private var slices: [Int: Slice] = [:]
  private var readers: Set<Int> = []
  /// Those who were promised to be told, and cannot be.
  private var disappointed: Set<Int> = []
  private let count: Int
  private(set) var phase = Phase.gathering

  /// A gathering of so many slices, of which none is there.
  init(count: Int) { self.count = count }

  /// A slice that is held.
  subscript(slice: Int) -> Slice? { slices[slice] }

  /// One more reader does not get the last byte before the end.
  mutating func readerJoined(_ reader: Int) { readers.insert(reader) }

  /// Whether a reader does not get the last byte yet.
  func holdsBack(_ reader: Int) -> Bool { phase != .passed && readers.contains(reader) }

  /// Whether a reader never gets the last byte, because there was no telling.
  func hasFailed(_ reader: Int) -> Bool { disappointed.contains(reader) }

  /// A reader has left; says whether the slices are of no more use.
  mutating func readerLeft(_ reader: Int) -> Bool {
    disappointed.remove(reader)
    return readers.remove(reader) != nil && readers.isEmpty && phase == .gathering
  }

  /// A slice is there; gives all of them in order when it was the last that was missing.
  mutating func add(_ slice: Int, _ content: Slice) -> [Slice]? {
    guard phase == .gathering, slices[slice] == nil else { return nil }
    slices[slice] = content
    guard slices.count == count else { return nil }
    phase = .checking
    return (0..<count).compactMap { slices[$0] }
  }

  /// The id is as it should be, or there is no telling; nothing is held any more.
  mutating func end(hasPassed: Bool) {
    phase = hasPassed ? .passed : .failed
    slices = [:]
    if !hasPassed {
      disappointed.formUnion(readers)
      readers = []
    }
  }

  /// Begins anew after there was no telling, for those who join from now on: who was there before
  /// may have passed slices that nobody asks for again.
  mutating func restart() { if phase == .failed { phase = .gathering } }
}
