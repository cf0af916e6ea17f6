internal import Bytes
internal import Digests
internal import HTTP
internal import Traces
internal import WalrusIdentity

/// One fetch from an origin on its way into a body: does what `Fill` decides. Lives on one loop.
final class FillDriver: OriginReceiver {
  /// The number of the fetch on its shard.
  let number: Int
  let reference: ContentReference
  let body: GrowingBody
  private(set) var fill: Fill
  private let shard: FillShard
  private var source: (any BlobSource)?
  private var fetch: (any OriginFetch)?
  private var buffer: BodyBuffer?
  private var head: OriginHead?
  private var metadata: ContentMetadata?
  /// The first bytes, until the type is settled.
  private var sample: [UInt8] = []
  /// Of the bytes that are kept, taken as they come, while they are in the processor's cache.
  private var digest: DigestState?
  private var target: VerificationTarget?
  private var hold = VerificationPolicy.Hold.no
  private var isHeadShown = false
  /// The type, when it is known before any byte.
  private let knownType: String?
  /// Where the bytes go once it is known that the content is kept in slices.
  private var handover: SliceHandover?
  /// Whether it was begun for one reader only.
  let isStream: Bool
  /// Whether a purge came in between, so that nothing is to be stored.
  private var isDisowned = false
  /// The whole of it, in the trace of the request that it was begun for.
  private var span: OpenSpan?
  private var trace: TraceScope?

  /// A fetch that has not begun.
  init(
    _ reference: ContentReference, fill: Fill, knownType: String? = nil, number: Int,
    shard: FillShard
  ) {
    self.reference = reference
    self.fill = fill
    self.knownType = knownType
    self.number = number
    self.shard = shard
    isStream = !fill.isKept
    body = GrowingBody(resumeWriter: shard.messenger { $0.resume(number) })
  }

  /// Begins to fetch.
  ///
  /// - Parameter trace: what it is a part of.
  func begin(from source: any BlobSource, trace: TraceScope? = nil) {
    self.source = source
    if self.trace == nil {
      span = trace?.begin("fill")
      self.trace = span?.scope ?? trace
    }
    let range = fill.asked.map { Int64($0.lowerBound)...Int64($0.upperBound) }
    fetch = source.fetch(OriginRequest(reference, range: range, trace: self.trace), into: self)
  }

  // MARK: Readers

  /// A seat for one more reader, or nil when there is none left.
  func join(readersMax: Int) -> FillSeat? {
    let isFirst = fill.readerCount == 0 && fill.phase == .connecting
    guard fill.readerJoins(readersMax: readersMax) else { return nil }
    let number = number
    return FillSeat(body, isFirst: isFirst, left: shard.messenger { $0.readerLeft(number) })
  }

  /// A reader has given up his seat.
  func readerLeft() {
    guard fill.readerLeft() else { return }
    // From here on the slices have readers of their own.
    if let handover { return handover.end() }
    shard.note(.abandoned)
    giveUp(OriginFailure(.cancelled))
  }

  /// Nothing of it is to be stored.
  func disown() { isDisowned = true }

  /// A reader has made room.
  func resume() { fetch?.resume() }

  // MARK: The origin

  func received(head: OriginHead) {
    var head = head
    // With plain blobs nothing is stored: a type that comes along is one that was made up.
    if case .blob = reference.name { head.attributes = OriginAttributes() }
    self.head = head
    let contents = shard.contents
    switch fill.received(head, objectMax: contents.objectMax, slices: contents.sliceLimits) {
    case .refuse(let failure): giveUp(failure)
    case .sample: break
    case .cut: if head.attributes.mediaType != nil { handOver(isEnd: false) }
    case .passThrough(let start): passThrough(from: start)
    case .keep(let length):
      do {
        let buffer = try shard.contents.makeBody(length: length)
        self.buffer = buffer
        beginCheck(head)
        body.attach(buffer)
      } catch {
        // Nothing has been shown yet: each reader fetches for himself.
        passThrough(from: 0)
      }
    }
    publishHead(isEnd: false)
  }

  func received(bytes: RawSpan) -> OriginDemand {
    if let handover { return handover.received(bytes) }
    shard.noteOriginBytes(bytes.byteCount)
    switch fill.received(count: bytes.byteCount) {
    case .refuse(let failure):
      conclude(.failed(.origin(failure)), failure)
      return .cancel
    case .take(let part): return take(bytes.extracting(part))
    case .takeLast(let part):
      _ = take(bytes.extracting(part))
      publishHead(isEnd: true)
      conclude(.whole((fill.range?.upperBound ?? 0) + 1), nil)
      // A part that has ended by itself leaves its connection for the next one.
      return fill.announced == fill.received ? .more : .cancel
    }
  }

  func completed(_ failure: OriginFailure?) {
    if let handover {
      fetch = nil
      handover.completed(failure)
      return conclude(.failed(.origin(failure ?? OriginFailure(.cancelled))), nil)
    }
    switch fill.completed(failure) {
    case .ignore: break
    case .restart: return restart()
    case .sampled(let total): return sampled(total: total)
    case .fail(let failure): conclude(.failed(.origin(failure)), failure)
    case .succeed: finish()
    }
    fetch = nil
  }

  private func take(_ bytes: RawSpan) -> OriginDemand {
    if fill.isCut { return cut(bytes) }
    collectSample(of: bytes)
    if fill.isOpening { return .more }
    if let buffer {
      if keep(bytes, in: buffer) {
        body.grew()
        publishHead(isEnd: false)
        return .more
      }
      guard outgrow(buffer) else { return .cancel }
    }
    let mayGoOn = body.pass(BodyChunk(copying: bytes))
    publishHead(isEnd: false)
    return mayGoOn ? .more : .pause
  }

  private func collectSample(of bytes: RawSpan) {
    let wanted = ContentSniffer.prefixByteCountMax - sample.count
    guard metadata == nil, wanted > 0 else { return }
    unsafe bytes.extracting(0..<min(wanted, bytes.byteCount)).withUnsafeBytes {
      unsafe sample.append(contentsOf: $0)
    }
  }

  /// Adds bytes to the buffer, having room made for them; false when there is none to be made.
  private func keep(_ bytes: RawSpan, in buffer: BodyBuffer) -> Bool {
    let span = Span<UInt8>(_bytes: bytes)
    digest?.update(bytes)
    do throws(BodyBufferError) {
      try buffer.append(span)
      return true
    } catch {
      // An eighth is what a buffer of unknown length grows by.
      guard error == .overBudget,
        shard.contents.makeRoom(for: bytes.byteCount + buffer.count / 8 + 65_536)
      else { return false }
    }
    do throws(BodyBufferError) {
      try buffer.append(span)
      return true
    } catch {
      return false
    }
  }

  // MARK: Opening and slices

  /// The content is too short to be opened with its first bytes, or short enough to be kept in
  /// one piece: all of it is fetched for the same readers.
  private func restart() {
    guard fill.readerCount > 0, let source else { return giveUp(OriginFailure(.cancelled)) }
    fill.restarted()
    head = nil
    sample = []
    begin(from: source)
  }

  /// The first bytes have told how long the content is.
  private func sampled(total: Int) {
    let contents = shard.contents
    guard contents.sliceLimits.cuts(total) || total > contents.objectMax else { return restart() }
    guard let metadata = settleMetadata(isEnd: true), let head else { return }
    if contents.sliceLimits.cuts(total) {
      _ = shard.keepSliced(reference, metadata, head.attributes)
    } else {
      shard.remember(metadata, of: reference.key, isWhole: true)
    }
    shard.unshare(self)
    body.divertAll()
    conclude(.failed(.origin(OriginFailure(.cancelled))), nil)
  }

  /// Bytes of content that is kept in slices, of which the type is not settled yet.
  private func cut(_ bytes: RawSpan) -> OriginDemand {
    let before = sample
    collectSample(of: bytes)
    handOver(isEnd: false)
    guard let handover else { return fill.phase == .ended ? .cancel : .more }
    if !before.isEmpty, case .cancel = unsafe handover.replay(before.span.bytes) { return .cancel }
    return handover.replay(bytes)
  }

  /// Hands the fetch over to the slices of the content, and sends its readers there, as soon as
  /// the type is settled.
  private func handOver(isEnd: Bool) {
    guard let head, let metadata = settleMetadata(isEnd: isEnd) else { return }
    shard.unshare(self)
    let content = shard.keepSliced(reference, metadata, head.attributes)
    handover = SliceHandover(
      of: fetch, to: shard.sliceDriver(of: content), isWanted: fill.readerCount > 0,
      ignoresRange: fill.wasOpening, source: head.source)
    body.divertAll()
    guard handover == nil else { return }
    fetch?.cancel()
    conclude(.failed(.origin(OriginFailure(.cancelled))), nil)
  }

  // MARK: Passing through

  /// Nothing has been shown yet: the first reader keeps this fetch, the others begin their own.
  private func passThrough(from start: Int) {
    if fill.isKept { fill.outgrew() }
    shard.unshare(self)
    guard beginWindow(at: start) else { return }
    body.divertFollowers()
  }

  /// Bytes have been shown that will not be stored: all readers go on together, at the pace of the
  /// slowest. False when that is not possible.
  private func outgrow(_ buffer: BodyBuffer) -> Bool {
    fill.outgrew()
    self.buffer = nil
    digest = nil
    shard.unshare(self)
    if hold != .no {
      // The readers were promised a check that cannot be made.
      conclude(.failed(.overloaded), nil)
      return false
    }
    if fill.readerCount == 0 {
      shard.note(.abandoned)
      conclude(.failed(.overloaded), nil)
      return false
    }
    return beginWindow(at: buffer.count)
  }

  private func beginWindow(at start: Int) -> Bool {
    let capacity = shard.limits.windowBytes
    // One more read of the origin may come on top of a full window.
    let cost = capacity + capacity / 4
    _ = shard.contents.makeRoom(for: cost)
    guard let share = BudgetShare(of: shard.contents.budget, count: cost) else {
      fetch?.cancel()
      conclude(.failed(.overloaded), nil)
      return false
    }
    shard.note(.outgrown)
    body.beginWindow(at: start, capacity: capacity, share: share)
    return true
  }

  // MARK: The head

  /// Shows the head to the readers once the type is settled.
  private func publishHead(isEnd: Bool) {
    guard metadata == nil, fill.phase != .ended || isEnd, settleMetadata(isEnd: isEnd) != nil
    else { return }
    sample = []
    // An empty content has no last byte: its head waits instead.
    if hold == .no || fill.received > 0 { showHead() }
  }

  private func showHead() {
    guard !isHeadShown, let metadata, let head else { return }
    isHeadShown = true
    body.publish(
      FillHead(
        metadata: metadata,
        fields: ContentFields(metadata, onContentDomain: shard.isContentDomain),
        length: fill.total, isTyped: head.attributes.mediaType != nil, isKept: fill.isKept))
    if !fill.isKept { shard.remember(metadata, of: reference.key, isWhole: fill.total != nil) }
  }

  /// What is known of the content, once its type is settled.
  private func settleMetadata(isEnd: Bool) -> ContentMetadata? {
    guard let head else { return nil }
    let type: String
    if let stored = head.attributes.mediaType {
      type = stored
    } else if let knownType {
      type = knownType
    } else if isEnd || sample.count >= ContentSniffer.prefixByteCountMax
      || fill.announced == fill.received
    {
      let sample = sample
      type = "\(ContentSniffer.type(of: sample.span))"
    } else {
      return nil
    }
    var metadata = shard.metadata(of: reference, head, type: type, length: fill.total)
    if hold != .no { metadata.proof = .pending }
    self.metadata = metadata
    return metadata
  }

  // MARK: The end

  /// Prepares for the check that the content will go through once it is whole.
  private func beginCheck(_ head: OriginHead) {
    digest = DigestState(.sha256)
    target = VerificationTarget(reference, head.attributes)
    if head.proof != .proven { hold = shard.verifier.hold(reference, target) }
    if hold != .no { body.holdLastByte() }
  }

  /// All has come.
  private func finish() {
    publishHead(isEnd: true)
    let ending = GrowingBody.Ending.whole(fill.received)
    guard let arrival = arrival() else {
      return conclude(hold == .no ? ending : .failed(.overloaded), nil)
    }
    let verifier = shard.verifier
    switch verifier.arrived(arrival) {
    case .keep(let proof):
      showHead()
      shard.keep(arrival, as: proof)
      conclude(ending, nil)
    case .keepAndCheck(let proof):
      shard.keep(arrival, as: proof)
      if let target { verifier.checkLater(reference, target, isWanted: false) }
      conclude(ending, nil)
    case .checkFirst:
      conclude(ending, nil)
      verifier.check(arrival, isHeld: false) { [shard] verdict in
        if case .passed(let proof) = verdict { shard.keep(arrival, as: proof) }
      }
    case .hold:
      fill.checks()
      verifier.check(arrival, isHeld: true) { self.checked(arrival, $0, ending) }
    case .refuse: conclude(.failed(.origin(Self.wrong(arrival))), Self.wrong(arrival))
    }
  }

  /// What was held back is known.
  private func checked(
    _ arrival: Arrival, _ verdict: Verifier.Verdict, _ ending: GrowingBody.Ending
  ) {
    switch verdict {
    case .passed(let proof):
      showHead()
      shard.keep(arrival, as: proof)
      conclude(ending, nil)
    case .wrong: conclude(.failed(.origin(Self.wrong(arrival))), Self.wrong(arrival))
    case .unknown: conclude(.failed(.overloaded), nil)
    }
  }

  /// Why content is refused that is not what its name says.
  private static func wrong(_ arrival: Arrival) -> OriginFailure {
    OriginFailure(.malformed, source: arrival.metadata.source)
  }

  /// What has come, if it is to be kept.
  private func arrival() -> Arrival? {
    guard let buffer, fill.isKept, !isDisowned, var metadata, let state = digest.take(),
      (try? buffer.finish()) != nil
    else { return nil }
    metadata.length = buffer.count
    return Arrival(
      reference: reference, metadata: metadata, target: target, hold: hold, body: buffer,
      digest: Bytes32(sha256: state))
  }

  /// Ends the fetch from this side.
  private func giveUp(_ failure: OriginFailure) {
    fill.end()
    fetch?.cancel()
    conclude(.failed(.origin(failure)), failure)
  }

  private func endSpan(_ ending: GrowingBody.Ending) {
    guard var span = span.take() else { return }
    span.attributes = [SpanAttribute("floe.fill.bytes", fill.received)]
    if let metadata { span.attributes.append(SpanAttribute("floe.source", metadata.source)) }
    switch ending {
    case .failed(.origin(let failure)): span.end(failure: "\(failure.code)")
    case .failed(.overloaded): span.end(failure: "overloaded")
    default: span.end()
    }
  }

  private func conclude(_ ending: GrowingBody.Ending, _ failure: OriginFailure?) {
    fill.end()
    buffer = nil
    endSpan(ending)
    shard.concluded(self, failure)
    body.end(ending)
  }
}
