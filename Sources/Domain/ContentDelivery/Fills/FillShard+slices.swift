internal import Bytes
internal import Traces

/// The contents in slices that are at home on the shard: who reads them, and their fetches.
extension FillShard {
  /// A place among the readers of content in slices, for so many runs of its bytes.
  ///
  /// - Parameters:
  ///   - isProving: whether everything is to be proven whatever the policy says.
  ///   - trace: what fetches for the reader are a part of.
  func openSlices(
    of content: SlicedContent, _ ranges: [Range<Int>], isProving: Bool = false,
    trace: TraceScope? = nil
  ) -> SliceOpening {
    guard let home = directory?[index] else { return .overloaded }
    // More may be known of it by now.
    let current = contents.sliced(content.key)
    let content = current.flatMap { $0.hasSameBytes(as: content) ? $0 : nil } ?? content
    let driver = sliceDriver(of: content)
    defer { dropIfIdle(driver) }
    let wantsAll = ranges.first == 0..<content.metadata.length
    let course = verifier.policy.course(
      of: content, wantsAll: wantsAll, isProving: isProving,
      lengthMax: contents.budget.limit / Self.gatheredShare)
    if course == .refuse { return .unprovable }
    let slices = ranges.map(content.geometry.slices(covering:))
    let (isHit, isComing) = driver.presence(of: slices)
    guard isHit || isComing || counts.fillCount < limits.fillsMax,
      let reader = driver.join(
        readersMax: limits.readersMax, wanting: slices.first ?? 0..<0,
        trace: trace)
    else {
      note(.refused)
      return .overloaded
    }
    // From here on the seat answers for the reader.
    let seat = SliceSeat(content, reader: reader, home: home, isHeld: course == .hold)
    if course == .hold, !driver.beginGathering(for: reader) {
      note(.refused)
      return .overloaded
    }
    return .opened(seat, isHit: isHit, isCollapsed: isComing)
  }

  /// Where a reader finds the first of some slices.
  func slice(
    for reader: Int, of content: SlicedContent, _ slices: Range<Int>
  ) -> SliceAnswer {
    sliceDrivers[ObjectIdentifier(content)]?.ask(reader, for: slices) ?? .failed(.overloaded)
  }

  /// A reader of content in slices has given up its seat.
  func sliceReaderLeft(_ reader: Int, of identity: ObjectIdentifier) {
    sliceDrivers[identity]?.readerLeft(reader)
  }

  /// The readers and fetches of content in slices.
  func sliceDriver(of content: SlicedContent) -> SliceDriver {
    if let driver = sliceDrivers[ObjectIdentifier(content)] { return driver }
    var sliceLimits = SliceFillLimits()
    sliceLimits.aheadMax = max(limits.windowBytes / content.geometry.sliceSize, 2)
    sliceLimits.passingMax = contents.objectMax
    sliceLimits.remainderMax = min(sliceLimits.remainderMax, content.geometry.sliceSize)
    let driver = SliceDriver(content, limits: sliceLimits, shard: self)
    sliceDrivers[ObjectIdentifier(content)] = driver
    return driver
  }

  /// Forgets content in slices that nobody reads.
  func dropIfIdle(_ driver: SliceDriver) {
    if driver.isIdle { sliceDrivers[ObjectIdentifier(driver.content)] = nil }
  }

  /// Ends the readers and fetches of content that nobody may have any more.
  func endSlices(of key: ContentKey, _ failure: FillFailure) {
    for driver in sliceDrivers.values where driver.content.key == key { driver.endAll(failure) }
  }

  /// Lets go of slices that are held for readers, so that they can be evicted.
  func dropRecentSlices() {
    for driver in sliceDrivers.values { driver.dropRecent() }
  }

  /// A fetch of slices has begun.
  func sliceFetchBegan() {
    counts.fillCount += 1
    note(.begun)
  }

  /// A fetch of slices has ended.
  func sliceFetchEnded() { counts.fillCount -= 1 }

  /// Counts what happened to so many slices.
  func note(slices event: SliceEvent, count: Int = 1) {
    counts.slices[event] += UInt64(count)
    parts.metrics?.note(event, count: count)
  }

  /// Begins to keep content in slices. Of bytes that are known already, as much is known as before.
  func keepSliced(
    _ reference: ContentReference, _ metadata: ContentMetadata, _ attributes: OriginAttributes
  ) -> SlicedContent {
    var content = SlicedContent(
      reference, metadata: metadata, isTyped: attributes.mediaType != nil,
      target: VerificationTarget(reference, attributes), sliceSize: contents.sliceLimits.size,
      onContentDomain: isContentDomain)
    let known = contents.ledger(of: content)?.proof ?? .unverified
    if known > metadata.proof { content = called(known, content) }
    negatives.remove(reference.key)
    contents.keep(content)
    return content
  }
}
