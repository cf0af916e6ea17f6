/// Who reads a content in slices, which slices are being fetched for them, and what follows from
/// each thing that happens.
///
/// Decides only; `SliceDriver` does. Each slice belongs to one fetch at most: fetches claim
/// neighbouring slices that are not stored, and a reader who needs one far ahead of the fetch
/// that claims it takes the claim over from there. A fetch belongs to nobody: it goes on as long
/// as any reader wants a slice that it has still to bring.
struct SliceFill {
  /// What a reader wants next.
  struct Reader: Equatable {
    /// The slice it is at, and the one after its last.
    var slices: Range<Int>
  }

  /// Where a reader finds the slice that it has asked for.
  enum Answer: Equatable {
    case stored
    /// A fetch under way brings it.
    case comes
    /// A fetch was begun for it, which is to be made.
    case begins(run: Int)
    /// Too many fetches of this content are under way.
    case refused
  }

  /// What to do with a fetch after bytes of it were taken.
  enum Course: Equatable {
    case goOn
    /// It is as far ahead of its readers as it may be.
    case pause
    /// Nobody wants more of it.
    case stop
  }

  /// What to do when a fetch has ended.
  enum EndStep: Equatable {
    /// It had ended before, or brought everything.
    case ignore
    /// Another run takes its place, which is to be fetched.
    case replace(run: Int)
    /// These slices do not come.
    case fail(Range<Int>, OriginFailure)
  }

  let geometry: SliceGeometry
  let limits: SliceFillLimits
  private(set) var readers: [Int: Reader] = [:]
  private(set) var runs: [Int: SliceRun] = [:]
  /// Whether an origin has sent everything when a part was asked for.
  private(set) var rangesAreIgnored = false
  /// Whether fetches go on however far they are ahead of their readers.
  var runsAhead = false
  private var nextReader = 0
  private var nextRun = 0

  /// A content that nobody reads.
  init(_ geometry: SliceGeometry, limits: SliceFillLimits = SliceFillLimits()) {
    self.geometry = geometry
    self.limits = limits
  }

  // MARK: Readers

  /// A reader joins, and says later what it wants; its number, or nil when there are too many.
  mutating func readerJoined(readersMax: Int, wanting slices: Range<Int> = 0..<0) -> Int? {
    guard readers.count < readersMax else { return nil }
    nextReader += 1
    readers[nextReader] = Reader(slices: slices)
    return nextReader
  }

  /// A reader is done with what came before the first of these slices, and wants them in turn.
  mutating func asked(
    by reader: Int, for slices: Range<Int>, isStored: (Int) -> Bool
  ) -> Answer {
    let slice = slices.lowerBound
    readers[reader]?.slices = slices
    if isStored(slice) { return .stored }
    if let (number, run) = runs.first(where: { $0.value.claim.contains(slice) }) {
      // What passes by anyway comes no sooner from a fetch of its own.
      let isNear = slice - run.claim.lowerBound <= limits.nearMax
      if isNear || keepsWhatPasses { return .comes }
      guard runs.count < limits.runsMax else { return .comes }
      runs[number]?.cut(at: slice)
    }
    guard runs.count < limits.runsMax else { return .refused }
    return .begins(run: begin(SliceRun(geometry, claim: claim(in: slices, isStored))))
  }

  /// The slices from the first of these on that nobody fetches and that are not stored.
  private func claim(in slices: Range<Int>, _ isStored: (Int) -> Bool) -> Range<Int> {
    let first = slices.lowerBound
    var end = min(max(slices.upperBound, first + 1), geometry.count, first + limits.runMax)
    for run in runs.values where run.claim.upperBound > first && !run.claim.isEmpty {
      end = min(end, max(run.claim.lowerBound, first + 1))
    }
    var next = first + 1
    while next < end, !isStored(next) { next += 1 }
    return first..<next
  }

  private mutating func begin(_ run: SliceRun) -> Int {
    nextRun += 1
    runs[nextRun] = run
    return nextRun
  }

  private var keepsWhatPasses: Bool { rangesAreIgnored && geometry.length <= limits.passingMax }

  /// A fetch of everything that was begun before the content was known is used for its slices;
  /// the run's number, or nil when they are there or on their way.
  ///
  /// - Parameter ignoresRange: whether a part was asked for.
  mutating func adopted(ignoresRange: Bool = false, isStored: (Int) -> Bool) -> Int? {
    rangesAreIgnored = rangesAreIgnored || ignoresRange
    guard !isStored(0), !runs.values.contains(where: { $0.claim.contains(0) }) else { return nil }
    var run = SliceRun(geometry, claim: claim(in: 0..<geometry.count, isStored))
    run.adopt()
    return begin(run)
  }

  /// A reader has left; the fetches to be given up because nobody wants them any more.
  mutating func readerLeft(_ reader: Int) -> [Int] {
    readers[reader] = nil
    var unwanted: [Int] = []
    for (number, run) in runs where !isWanted(run) {
      if isWorthFinishing(run) {
        runs[number]?.cut(at: run.claim.lowerBound + 1)
      } else {
        runs[number] = nil
        unwanted.append(number)
      }
    }
    return unwanted
  }

  /// From the first to the last of some slices that a reader wants: a fetch of everything may have
  /// claimed more than anybody asked for.
  private func wanted(of claim: Range<Int>) -> Range<Int>? {
    let wanted = readers.values.map { $0.slices.clamped(to: claim) }.filter { !$0.isEmpty }
    guard let first = wanted.map(\.lowerBound).min(), let end = wanted.map(\.upperBound).max()
    else { return nil }
    return first..<end
  }

  private func isWanted(_ run: SliceRun) -> Bool {
    readers.values.contains { $0.slices.overlaps(run.claim) }
  }

  /// Whether the slice in hand is so far that it is better kept than thrown away.
  private func isWorthFinishing(_ run: SliceRun) -> Bool {
    guard run.hasBegunSlice, !run.claim.isEmpty else { return false }
    let size = geometry.bytes(of: run.claim.lowerBound).count
    return run.missingOfSlice < size / 2 || run.missingOfSlice <= limits.remainderMax
  }

  // MARK: Fetches

  /// Whether a reader wants a slice.
  func isWanted(_ slice: Int) -> Bool {
    readers.values.contains { $0.slices.contains(slice) }
  }

  /// Whether a reader comes to a slice soon.
  func isNear(_ slice: Int) -> Bool {
    readers.values.contains {
      $0.slices.contains(slice) && slice - $0.slices.lowerBound <= limits.aheadMax + 1
    }
  }

  /// Whether a slice is claimed by a fetch.
  func isComing(_ slice: Int) -> Bool { runs.values.contains { $0.claim.contains(slice) } }

  /// The slice that a fetch is at; nil when it has ended or has none left.
  func slice(of run: Int) -> Int? {
    guard let claim = runs[run]?.claim, !claim.isEmpty else { return nil }
    return claim.lowerBound
  }

  /// The head of a fetch has arrived.
  mutating func received(
    _ head: OriginHead, run number: Int, isStored: (Int) -> Bool
  ) -> SliceRun.HeadStep {
    guard var run = runs[number] else { return .refuse(OriginFailure(.cancelled)) }
    let step = run.received(head)
    if step == .take, head.coverage == .whole, run.asked != nil || run.rangesAreRefused {
      rangesAreIgnored = true
      if keepsWhatPasses {
        var first = run.claim.lowerBound
        while first > 0, !isStored(first - 1), !isComing(first - 1) { first -= 1 }
        run.extend(downTo: first)
      }
    }
    runs[number] = run
    return step
  }

  /// Where the next of so many bytes of a fetch go; they count as taken.
  mutating func next(of count: Int, run: Int) -> SliceRun.Piece {
    runs[run]?.next(of: count) ?? .past
  }

  /// How a fetch goes on.
  func course(of run: Int) -> Course {
    guard let run = runs[run], !run.claim.isEmpty else { return .stop }
    let foremost = readers.values.lazy.filter { $0.slices.overlaps(run.claim) }
      .map(\.slices.lowerBound).max()
    guard let foremost else { return run.hasBegunSlice ? .goOn : .stop }
    return runsAhead || run.claim.lowerBound <= foremost + limits.aheadMax ? .goOn : .pause
  }

  /// A fetch was given up from this side; what it had claimed is free.
  mutating func stopped(run: Int) { runs[run] = nil }

  /// A slice that a fetch has brought is wrong; nothing more of the fetch is believed.
  mutating func spoiled(run number: Int, slice: Int, _ failure: OriginFailure) -> EndStep {
    guard let run = runs.removeValue(forKey: number) else { return .ignore }
    let slices = slice..<max(run.claim.upperBound, slice + 1)
    if let wanted = wanted(of: slices),
      let replacement = run.replacement(forSpoiled: slice, bringing: wanted)
    {
      return .replace(run: begin(replacement))
    }
    return .fail(slices, failure)
  }

  /// A fetch has ended.
  mutating func completed(run number: Int, _ failure: OriginFailure?) -> EndStep {
    guard let run = runs.removeValue(forKey: number), !run.claim.isEmpty else { return .ignore }
    let failure = failure ?? OriginFailure(.truncated)
    if let wanted = wanted(of: run.claim),
      let replacement = run.replacement(after: failure, bringing: wanted)
    {
      return .replace(run: begin(replacement))
    }
    return .fail(run.claim, failure)
  }
}
