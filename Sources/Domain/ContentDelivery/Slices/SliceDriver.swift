internal import Bytes
internal import Traces

/// The readers and fetches of one content in slices: does what `SliceFill` decides. Lives on the
/// loop of the content's home, as long as there is either.
final class SliceDriver {
  let content: SlicedContent
  /// Of content that is not kept any more nothing is known.
  private let emptyLedger: SliceLedger
  var fill: SliceFill
  let shard: FillShard
  private var fetches: [Int: SliceFetch] = [:]
  var bodies = SliceBodies()
  /// What is held until the content's id is known.
  var gathering: SliceGathering<StoredContent>?
  /// The last slice as readers get it who do not get the last byte before.
  var heldEnd: GrowingBody?
  /// Why nothing of the content is to be had any more.
  private var ending: FillFailure?
  /// Since when a fetch has waited for room.
  private var starvedSince: Int64?
  /// What the fetches for each reader are a part of, and the reader who has asked last: fetches are
  /// begun for him.
  private var traces: [Int: TraceScope] = [:]
  private var asker: Int?

  /// Seconds for which a fetch waits for room.
  private static let starvedSecondsMax: Int64 = 10

  /// A content that nobody reads.
  init(_ content: SlicedContent, limits: SliceFillLimits, shard: FillShard) {
    self.content = content
    self.shard = shard
    emptyLedger = SliceLedger(count: content.geometry.count)
    fill = SliceFill(content.geometry, limits: limits)
  }

  /// What is known of the slices' bytes.
  var ledger: SliceLedger { shard.contents.ledger(of: content) ?? emptyLedger }

  /// Whether nobody reads and nothing is fetched.
  var isIdle: Bool {
    fill.readers.isEmpty && fetches.isEmpty && gathering?.phase != .checking
  }

  // MARK: Readers

  /// One more reader; its number, or nil when there are too many.
  func join(
    readersMax: Int, wanting slices: Range<Int> = 0..<0, trace: TraceScope? = nil
  ) -> Int? {
    let reader = fill.readerJoined(readersMax: readersMax, wanting: slices)
    if let reader, let trace { traces[reader] = trace }
    return reader
  }

  /// Where a reader finds the first of some slices.
  func ask(_ reader: Int, for slices: Range<Int>) -> SliceAnswer {
    if let ending { return .failed(ending) }
    asker = reader
    defer {
      bodies.dropUnwanted(by: fill)
      proceed()
    }
    let slice = slices.lowerBound
    let isLast = slice == content.geometry.count - 1
    let isHeldBack = isLast && gathering?.holdsBack(reader) == true
    // There is no telling what was promised to be told.
    if isLast, gathering?.hasFailed(reader) == true { return .failed(.overloaded) }
    switch fill.asked(by: reader, for: slices, isStored: isStored) {
    case .stored:
      guard let stored = find(slice) else { return .failed(.overloaded) }
      stored.noteHit()
      shard.note(slices: .hit)
      gather(slice, stored)
      return isHeldBack ? .filling(heldSeat(of: stored)) : .stored(stored)
    case .comes: return .filling(isHeldBack ? heldSeat() : bodies.seat(of: slice))
    case .begins(let run):
      let seat = isHeldBack ? heldSeat() : bodies.seat(of: slice)
      begin(run)
      return .filling(seat)
    case .refused: return .failed(.overloaded)
    }
  }

  /// A reader has given up its seat.
  func readerLeft(_ reader: Int) {
    traces[reader] = nil
    if gathering?.readerLeft(reader) == true { endGathering() }
    for run in fill.readerLeft(reader) {
      shard.note(.abandoned)
      fetches[run]?.cancel()
    }
    bodies.dropUnwanted(by: fill)
    proceed()
  }

  /// Whether all of these slices are stored, and if not, whether the first that is not comes.
  func presence(of slices: [Range<Int>]) -> (isHit: Bool, isComing: Bool) {
    for slice in slices.lazy.joined() where !isStored(slice) {
      return (false, fill.isComing(slice))
    }
    return (true, false)
  }

  func find(_ slice: Int) -> StoredContent? {
    bodies.recent(slice) ?? gathering?[slice] ?? shard.contents.slice(slice, of: content)
  }

  private func isStored(_ slice: Int) -> Bool { find(slice) != nil }

  // MARK: Fetches

  /// Uses a fetch of everything that was begun before the content was known; nil when there is no
  /// use for it.
  ///
  /// - Parameter ignoresRange: whether a part was asked for.
  func adopt(
    _ fetch: (any OriginFetch)?, ignoresRange: Bool, source: String
  ) -> SliceFetch? {
    guard ending == nil,
      let run = fill.adopted(ignoresRange: ignoresRange, isStored: isStored)
    else { return nil }
    let receiver = SliceFetch(run: run, driver: self, adopting: fetch, source: source)
    fetches[run] = receiver
    noteFetched(run)
    return receiver
  }

  private func begin(_ run: Int) {
    let fetch = SliceFetch(run: run, driver: self)
    fetches[run] = fetch
    shard.sliceFetchBegan()
    noteFetched(run)
    let range = fill.runs[run]?.asked.map { Int64($0.lowerBound)...Int64($0.upperBound) }
    fetch.begin(
      OriginRequest(content.reference, range: range, trace: asker.flatMap { traces[$0] }),
      from: shard.parts.blobs)
  }

  private func noteFetched(_ run: Int) {
    shard.note(slices: .fetched, count: fill.runs[run]?.claim.count ?? 0)
  }

  /// Counts bytes of an origin.
  func noteOriginBytes(_ count: Int) { shard.noteOriginBytes(count) }

  /// The head of a fetch; false when the fetch is to be given up.
  func received(_ head: OriginHead, of fetch: SliceFetch) -> Bool {
    var head = head
    if case .blob = content.reference.name { head.attributes = OriginAttributes() }
    fetch.source = head.source
    let step = fill.received(head, run: fetch.run, isStored: isStored)
    if step == .take, content.isConsistent(with: head.attributes) { return true }
    if case .refuse(let failure) = step {
      end(fetch, failure)
    } else if ledger.proof >= .checked {
      // The length of what is proven is right.
      shard.verifier.report(content.reference, head.source, "length")
      end(fetch, OriginFailure(.malformed, source: head.source))
    } else {
      contradict(source: head.source)
    }
    return false
  }

  /// Bytes of a fetch.
  func received(_ bytes: RawSpan, of fetch: SliceFetch) -> OriginDemand {
    var rest = bytes
    var hasEndedSlice = false
    while rest.byteCount > 0 {
      guard let slice = fill.slice(of: fetch.run) else { return stop(fetch) }
      guard let buffer = buffer(of: slice) else {
        fetch.hold(rest)
        if starvedSince == nil { starvedSince = shard.now() }
        return .pause
      }
      let count: Int
      switch fill.next(of: rest.byteCount, run: fetch.run) {
      case .past: return stop(fetch)
      case .skip(let skipped): count = skipped
      case .fill(let slice, let offset, let taken):
        count = taken
        switch add(rest.extracting(0..<taken), at: offset, to: buffer, from: fetch.source) {
        case .added: bodies.grew(slice)
        case .noMemory: return fail(fetch, from: slice)
        case .differs: return contradicted(by: fetch, slice, buffer)
        }
        guard buffer.body.count == content.geometry.bytes(of: slice).count else { break }
        guard store(buffer, as: slice) else { return contradicted(by: fetch, slice, buffer) }
        hasEndedSlice = true
      }
      rest = rest.extracting(count..<rest.byteCount)
    }
    // Between the ends of slices nothing is decided: readers who leave are told of by themselves.
    guard hasEndedSlice else { return .more }
    switch fill.course(of: fetch.run) {
    case .goOn: return .more
    case .pause: return .pause
    case .stop: return stop(fetch)
    }
  }

  /// The buffer of a slice, or nil when there is no room for it.
  private func buffer(of slice: Int) -> SliceBuffer? {
    if let buffer = bodies.buffer(of: slice) { return buffer }
    let length = content.geometry.bytes(of: slice).count
    guard let body = makeBody(length) else { return nil }
    starvedSince = nil
    let buffer = SliceBuffer(body, isHeld: ledger.digest(of: slice) != nil)
    bodies.began(slice, in: buffer)
    return buffer
  }

  private func makeBody(_ length: Int) -> BodyBuffer? {
    if let buffer = try? shard.contents.makeBody(length: length) { return buffer }
    shard.dropRecentSlices()
    return try? shard.contents.makeBody(length: length)
  }

  /// Lets go of slices that readers come to soon: there is no room for others.
  func dropRecent() { bodies.dropRecent() }

  /// What has come of adding bytes.
  private enum Addition {
    case added
    case noMemory
    /// They are not what came before.
    case differs
  }

  /// Adds bytes to a slice. What a fetch brought that has failed since must come again the same: it
  /// may have been shown.
  private func add(
    _ bytes: RawSpan, at offset: Int, to buffer: SliceBuffer, from source: String
  ) -> Addition {
    let body = buffer.body
    let known = min(max(body.count - offset, 0), bytes.byteCount)
    var checked = 0
    while checked < known, let piece = body.piece(at: offset + checked, upTo: offset + known) {
      let sent = bytes.extracting(checked..<(checked + piece.count))
      guard unsafe sent.withUnsafeBytes({ unsafe $0.elementsEqual(piece.memory) }) else {
        return .differs
      }
      checked += piece.count
    }
    do throws(BodyBufferError) {
      try buffer.append(bytes.extracting(known..<bytes.byteCount), from: source)
      return .added
    } catch {
      return .noMemory
    }
  }

  // MARK: Ends

  /// A fetch is no longer of use; a short rest is taken instead of giving up a connection for it.
  private func stop(_ fetch: SliceFetch) -> OriginDemand {
    let isShort = fill.runs[fetch.run].map { $0.untilEnd <= fill.limits.remainderMax } ?? false
    if isShort { return .more }
    fill.stopped(run: fetch.run)
    bodies.dropUnwanted(by: fill)
    return .cancel
  }

  /// There is no memory for what a fetch brings.
  private func fail(_ fetch: SliceFetch, from slice: Int) -> OriginDemand {
    let end = fill.runs[fetch.run]?.claim.upperBound ?? slice
    fill.stopped(run: fetch.run)
    failSlices(slice..<max(end, slice + 1), .overloaded)
    return .cancel
  }

  /// A slice that a fetch has brought is not believed: it is fetched again, as if nothing had come.
  func spoil(_ fetch: SliceFetch, _ slice: Int) -> OriginDemand {
    bodies.spoiled(slice)
    let failure = OriginFailure(.malformed, source: fetch.source)
    follow(fill.spoiled(run: fetch.run, slice: slice, failure))
    return .cancel
  }

  /// A fetch has ended.
  func completed(_ fetch: SliceFetch, _ failure: OriginFailure?) {
    fetches[fetch.run] = nil
    if fetch.isCounted { shard.sliceFetchEnded() }
    end(fetch, failure)
    shard.dropIfIdle(self)
  }

  private func end(_ fetch: SliceFetch, _ failure: OriginFailure?) {
    follow(fill.completed(run: fetch.run, failure))
  }

  private func follow(_ step: SliceFill.EndStep) {
    switch step {
    case .ignore: break
    case .replace(let run):
      shard.note(slices: .replaced)
      begin(run)
    case .fail(let slices, let failure):
      shard.note(.failed)
      failSlices(slices, .origin(failure))
      if failure.code == .notFound || failure.code == .blocked {
        endAll(.origin(failure))
        shard.learn(failure, of: content.key)
      }
    }
  }

  private func failSlices(_ slices: Range<Int>, _ failure: FillFailure) {
    bodies.fail(slices, failure)
    if slices.contains(content.geometry.count - 1) { endHeld(.failed(failure)) }
    bodies.dropUnwanted(by: fill)
  }

  /// What an origin says or sends is not what was known before; nobody can tell who is right.
  func contradict(source: String?) {
    shard.note(slices: .contradicted)
    shard.contents.remove(content.key)
    endAll(.origin(OriginFailure(.malformed, source: source)))
  }

  /// Ends all fetches, and all who wait for them.
  func endAll(_ failure: FillFailure) {
    ending = failure
    for (run, fetch) in fetches {
      fill.stopped(run: run)
      fetch.cancel()
    }
    bodies.failAll(failure)
    endGathering()
    endHeld(.failed(failure))
  }

  // MARK: Going on

  /// Lets fetches go on that waited for readers or for room.
  func proceed() {
    for fetch in fetches.values where fetch.isPaused {
      switch fill.course(of: fetch.run) {
      case .goOn: fetch.resume()
      case .pause: break
      case .stop:
        fill.stopped(run: fetch.run)
        fetch.cancel()
      }
    }
    shard.dropIfIdle(self)
  }

  /// Looks after what waits for room; to be called every second or so.
  func tend(at seconds: Int64) {
    guard let starvedSince else { return }
    proceed()
    guard self.starvedSince != nil, seconds - starvedSince >= Self.starvedSecondsMax else { return }
    self.starvedSince = nil
    for fetch in fetches.values where fetch.isHolding {
      if let slice = fill.slice(of: fetch.run) { _ = fail(fetch, from: slice) }
      fetch.cancel()
    }
  }
}
