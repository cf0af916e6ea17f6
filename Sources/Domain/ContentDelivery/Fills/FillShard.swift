internal import Capabilities
internal import Bytes
internal import Telemetry
internal import Traces

/// The fetches of one shard: those of the keys that are at home on it, and those that its own
/// readers have to themselves. Lives and dies on one event loop.
package final class FillShard {
  let index: Int
  let limits: FillLimits
  let isContentDomain: Bool
  let allContents: ContentShards
  private let makeParts: @Sendable (Int) -> ContentShardParts
  /// The wall clock in seconds since 1970.
  let now: @Sendable () -> Int64
  weak var directory: FillShards?
  /// What belongs to the shard's loop, made there when first needed.
  package private(set) lazy var parts = makeParts(index)
  private var drivers: [Int: FillDriver] = [:]
  private var numbers: [ContentKey: Int] = [:]
  private var probes: [ContentKey: SizeProbe] = [:]
  var negatives: NegativeEntries
  /// What was known of contents in slices that turned out to be wrong somewhere.
  var disputes = SliceDisputes(countMax: 16)
  /// Bytes of the contents in slices that are held until their ids are known.
  var gatheredBytes = 0
  /// Contents in slices that are read or fetched.
  var sliceDrivers: [ObjectIdentifier: SliceDriver] = [:]
  /// Until when nobody is believed that content is absent which was stored through this server.
  private var ownUntil: [ContentKey: Int64] = [:]
  /// The places of fetches that nobody waits for, because a copy past its time is served meanwhile.
  private var refreshes: [Int: FillSeat] = [:]
  /// What was fetched once more so lately that it is not fetched again yet.
  private var refreshed: NegativeEntries
  private var nextNumber = 0
  private(set) var uploadCount = 0
  private let verification: Verification
  /// Checks what is at home here.
  private(set) lazy var verifier = Verifier(verification, shard: self)
  /// What is known of the quilts at home here.
  private(set) lazy var quilts = QuiltShelf(shard: self, limits: limits)
  /// What has been done.
  package internal(set) var counts = FillCounts()

  /// A shard without fetches.
  init(
    index: Int, contents: ContentShards, limits: FillLimits, isContentDomain: Bool,
    verification: Verification, now: @escaping @Sendable () -> Int64,
    parts: @escaping @Sendable (Int) -> ContentShardParts
  ) {
    self.index = index
    self.limits = limits
    self.isContentDomain = isContentDomain
    self.now = now
    allContents = contents
    self.verification = verification
    makeParts = parts
    negatives = NegativeEntries(countMax: limits.negativesMax)
    refreshed = NegativeEntries(countMax: limits.negativesMax)
  }

  /// The contents that are at home on this shard.
  var contents: ContentShard { allContents[index].here }

  /// The time, in seconds since 1970.
  var seconds: Int64 { now() }

  /// A closure that may be called anywhere with a message for this shard.
  func receiver() -> @Sendable (@escaping @Sendable (FillShard) -> Void) -> Void {
    let index = index
    return { [weak directory] body in directory?[index].post(body) }
  }

  /// A closure that may be called anywhere and sends this shard a message.
  func messenger(_ body: @escaping @Sendable (FillShard) -> Void) -> @Sendable () -> Void {
    let index = index
    return { [weak directory] in directory?[index].post(body) }
  }

  // MARK: Asking

  /// Content at home here that the asker does not have.
  ///
  /// - Parameters:
  ///   - wantsPart: whether a part will do, so that not all is fetched before it is known how much
  ///     that is.
  ///   - trace: what the fetch is a part of, should it begin now.
  func join(
    _ reference: ContentReference, for requester: Int, at seconds: Int64, wantsPart: Bool = false,
    trace: TraceScope? = nil
  ) -> FillAdmission {
    let key = reference.key
    if case .fresh(let content) = contents.lookup(key, at: seconds) {
      // It arrived while the question travelled.
      allContents.lend(content, from: contents, to: requester)
      return .stored(content)
    }
    let sliced = contents.sliced(key)
    if let sliced, sliced.isFresh(at: seconds) { return .sliced(sliced) }
    if let number = numbers[key], let driver = drivers[number] {
      guard let seat = driver.join(readersMax: limits.readersMax) else { return refuse() }
      note(.collapsed)
      return .seat(seat)
    }
    if let (failure, left) = negatives.find(key, at: seconds) {
      note(.negativeHit)
      return .negative(failure, left: left)
    }
    if let seconds = parts.load.refusal() {
      note(.refused)
      return .shed(seconds: seconds)
    }
    let size = contents.knownSize(of: key, at: seconds)
    let isCut = size.map { contents.sliceLimits.cuts($0.length) } ?? wantsPart
    if let size, size.length > contents.objectMax, !isCut { return .passThrough(size) }
    guard counts.fillCount < limits.fillsMax else { return refuse() }
    // What is in slices and past its time is only asked whether it is still the same.
    let opens = sliced != nil || (wantsPart && isCut)
    let driver = makeDriver(reference, opens ? .opening() : Fill())
    numbers[key] = driver.number
    counts.fillCount += 1
    note(.begun)
    guard let seat = driver.join(readersMax: limits.readersMax) else { return refuse() }
    driver.begin(from: parts.blobs, trace: trace)
    return .seat(seat)
  }

  /// Fetches content at home here once more while the copy that is past its time is served; does
  /// nothing when it is being fetched, or was so lately.
  func refresh(_ reference: ContentReference, at seconds: Int64) {
    let key = reference.key
    guard numbers[key] == nil, refreshed.find(key, at: seconds) == nil else { return }
    refreshed.insert(key, OriginFailure(.unavailable), until: seconds + limits.refreshSeconds)
    guard case .seat(let seat) = join(reference, for: index, at: seconds),
      let number = numbers[key]
    else { return }
    refreshes[number] = seat
  }

  /// A fetch for one reader of this shard, of what is too long to be stored; nil when there are
  /// too many.
  func openStream(
    _ reference: ContentReference, range: ClosedRange<Int>?, knownType: String?
  ) -> FillSeat? {
    guard counts.streamCount < limits.streamsMax else {
      note(.refused)
      return nil
    }
    let driver = makeDriver(reference, Fill(range: range, isKept: false), knownType: knownType)
    counts.streamCount += 1
    note(.passedThrough)
    let seat = driver.join(readersMax: 1)
    driver.begin(from: parts.blobs, trace: TraceScope.current)
    return seat
  }

  /// Learns the length and type of content at home here; the answer comes on this shard.
  func probe(
    _ reference: ContentReference, at seconds: Int64,
    answer: @escaping @Sendable (Result<ContentMetadata, FillFailure>) -> Void
  ) {
    let key = reference.key
    if let (failure, _) = negatives.find(key, at: seconds) {
      note(.negativeHit)
      return answer(.failure(.origin(failure)))
    }
    if let probe = probes[key], probe.add(answer, max: limits.readersMax) { return }
    guard probes[key] == nil, probes.count < limits.fillsMax else {
      note(.refused)
      return answer(.failure(.overloaded))
    }
    note(.probed)
    let probe = SizeProbe(reference, shard: self)
    probes[key] = probe
    _ = probe.add(answer, max: limits.readersMax)
    probe.begin(from: parts.blobs)
  }

  /// Takes one of the places for uploads; false when there is none.
  func beginUpload() -> Bool {
    guard uploadCount < limits.uploadsMax else { return false }
    uploadCount += 1
    return true
  }

  /// Gives the place of an upload back.
  func endUpload() { uploadCount -= 1 }

  /// Notes that content at home here was stored through this server.
  func noteOwn(_ key: ContentKey) {
    let seconds = now()
    negatives.remove(key)
    if ownUntil.count >= limits.negativesMax {
      ownUntil = ownUntil.filter { $0.value > seconds }
      if ownUntil.count >= limits.negativesMax { ownUntil.removeAll() }
    }
    ownUntil[key] = seconds + limits.ownSeconds
  }

  /// Fetches under way, of whatever kind.
  package var inFlightCount: Int { drivers.count }

  private func refuse() -> FillAdmission {
    note(.refused)
    return .overloaded
  }

  private func makeDriver(
    _ reference: ContentReference, _ fill: Fill, knownType: String? = nil
  ) -> FillDriver {
    precondition(directory != nil, "the shards are not connected")
    nextNumber += 1
    let driver = FillDriver(
      reference, fill: fill, knownType: knownType, number: nextNumber, shard: self)
    drivers[nextNumber] = driver
    return driver
  }

  // MARK: Messages

  /// A seat of a fetch was given up.
  func readerLeft(_ number: Int) { drivers[number]?.readerLeft() }

  /// A reader of a fetch has made room.
  func resume(_ number: Int) { drivers[number]?.resume() }

  // MARK: Purges

  /// Has nothing stored of the fetches under way that match; those who read them go on, and
  /// nobody joins them. The number of them.
  func disown(where matches: (ContentReference) -> Bool) -> Int {
    var count = 0
    for driver in drivers.values where !driver.isStream && matches(driver.reference) {
      driver.disown()
      unshare(driver)
      count += 1
    }
    return count
  }

  /// Forgets that content is not to be had.
  func forgetAbsence(of key: ContentKey) { negatives.remove(key) }

  // MARK: What drivers report

  /// A fetch cannot be joined any more.
  func unshare(_ driver: FillDriver) {
    // It has ended, or will not be stored: either way nobody needs it here.
    refreshes[driver.number] = nil
    if numbers[driver.reference.key] == driver.number { numbers[driver.reference.key] = nil }
  }

  /// A fetch has ended, for one reason or the other.
  func concluded(_ driver: FillDriver, _ failure: OriginFailure?) {
    guard drivers.removeValue(forKey: driver.number) != nil else { return }
    unshare(driver)
    if driver.isStream { counts.streamCount -= 1 } else { counts.fillCount -= 1 }
    if let failure, failure.code != .cancelled {
      note(.failed)
      learn(failure, of: driver.reference.key)
    }
  }

  /// A probe has ended.
  func concluded(
    _ probe: SizeProbe, _ result: Result<ContentMetadata, FillFailure>
  ) {
    let key = probe.reference.key
    probes[key] = nil
    switch result {
    case .success(let metadata):
      contents.remember(KnownSize(metadata), of: key)
      if contents.sliceLimits.cuts(metadata.length) {
        _ = keepSliced(probe.reference, metadata, probe.attributes)
      }
    case .failure(.origin(let failure)): learn(failure, of: key)
    case .failure(.overloaded), .failure(.shed): break
    }
  }

  /// Stores content that has arrived; what is proven is not replaced by what is not.
  func store(_ content: StoredContent) {
    negatives.remove(content.key)
    if case .fresh(let present) = contents.lookup(content.key, at: now()),
      present.metadata.proof == .proven, content.metadata.proof != .proven
    {
      return
    }
    _ = contents.removeSliced(content.key)
    if contents.insert(content) { note(.stored) }
    if content.metadata.proof == .proven { quilts.wasProven(content.key) }
  }

  /// Remembers the length of what was not stored.
  func remember(_ metadata: ContentMetadata, of key: ContentKey, isWhole: Bool) {
    guard isWhole, allContents.home(of: key) == index else { return }
    contents.remember(KnownSize(metadata), of: key)
  }

  /// Remembers that content is not to be had, and forgets a copy that is here all the same.
  func learn(_ failure: OriginFailure, of key: ContentKey) {
    guard allContents.home(of: key) == index else { return }
    let seconds = now()
    switch failure.code {
    case .notFound:
      // What one operator says alone may be out of date.
      guard failure.isConfirmed else { return }
      if let until = ownUntil[key], seconds < until { return }
      negatives.insert(key, failure, until: seconds + limits.absentSeconds)
    case .blocked, .unsupported:
      negatives.insert(key, failure, until: seconds + limits.blockedSeconds)
      endSlices(of: key, .origin(failure))
    default: return
    }
    contents.remove(key)
  }

  /// What is known of content by an origin's head.
  func metadata(
    of reference: ContentReference, _ head: OriginHead, type: String, length: Int?
  ) -> ContentMetadata {
    let seconds = now()
    let attributes = head.attributes
    let fresh = head.proof == .proven ? limits.provenSeconds : limits.freshSeconds
    return ContentMetadata(
      length: length ?? 0, contentType: type,
      entityTag: reference.entityTag(blob: attributes.blobID), source: head.source,
      proof: head.proof, storedAt: seconds, freshUntil: seconds + fresh,
      disposition: attributes.contentDisposition, encoding: attributes.contentEncoding,
      language: attributes.contentLanguage,
      patchIdentifier: attributes.patchIdentifier ?? reference.patchIdentifier)
  }

  /// Takes out a little of what is long past its time, and shows what is there.
  func tend() {
    let seconds = now()
    contents.sweep(staleBefore: seconds - limits.staleSeconds)
    for driver in sliceDrivers.values { driver.tend(at: seconds) }
    contents.tick()
    parts.metrics?.show(contents.counts)
    verifier.tend()
  }

  // MARK: Counting

  /// Counts an event.
  func note(_ event: FillEvent) {
    counts[event] += 1
    parts.metrics?.note(event)
  }

  /// Counts bytes of an origin.
  func noteOriginBytes(_ count: Int) {
    counts.originBytes += UInt64(count)
    parts.metrics?.noteOriginBytes(count)
  }
}
