internal import Bytes
internal import HTTP

/// One fetch from an origin on its way into a body: does what `Fill` decides. Lives on one loop.
final class FillDriver: OriginReceiver {
  /// The number of the fetch on its shard.
  let number: Int
  let reference: ContentReference
  let body: GrowingBody
  private(set) var fill: Fill
  private let shard: FillShard
  private var fetch: (any OriginFetch)?
  private var buffer: BodyBuffer?
  private var head: OriginHead?
  private var metadata: ContentMetadata?
  /// The first bytes, until the type is settled.
  private var sample: [UInt8] = []
  /// The type, when it is known before any byte.
  private let knownType: String?
  /// Whether it was begun for one reader only.
  let isStream: Bool
  /// Whether a purge came in between, so that nothing is to be stored.
  private var isDisowned = false

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
  func begin(from source: any BlobSource) {
    let range = fill.range.map { Int64($0.lowerBound)...Int64($0.upperBound) }
    fetch = source.fetch(OriginRequest(reference, range: range), into: self)
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
    switch fill.received(head, objectMax: shard.contents.objectMax) {
    case .refuse(let failure): giveUp(failure)
    case .passThrough(let start): passThrough(from: start)
    case .keep(let length):
      do {
        let buffer = try shard.contents.makeBody(length: length)
        self.buffer = buffer
        body.attach(buffer)
      } catch {
        // Nothing has been shown yet: each reader fetches for himself.
        passThrough(from: 0)
      }
    }
    publishHead(isEnd: false)
  }

  func received(bytes: RawSpan) -> OriginDemand {
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
    switch fill.completed(failure) {
    case .ignore: break
    case .fail(let failure): conclude(.failed(.origin(failure)), failure)
    case .succeed:
      publishHead(isEnd: true)
      store()
      conclude(.whole(fill.received), nil)
    }
    fetch = nil
  }

  private func take(_ bytes: RawSpan) -> OriginDemand {
    let wanted = ContentSniffer.prefixByteCountMax - sample.count
    if metadata == nil, wanted > 0 {
      unsafe bytes.extracting(0..<min(wanted, bytes.byteCount)).withUnsafeBytes {
        unsafe sample.append(contentsOf: $0)
      }
    }
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

  /// Adds bytes to the buffer, having room made for them; false when there is none to be made.
  private func keep(_ bytes: RawSpan, in buffer: BodyBuffer) -> Bool {
    let span = Span<UInt8>(_bytes: bytes)
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
    shard.unshare(self)
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
    guard metadata == nil, fill.phase != .ended || isEnd, let head else { return }
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
      return
    }
    let metadata = shard.metadata(of: reference, head, type: type, length: fill.total)
    self.metadata = metadata
    body.publish(
      FillHead(
        metadata: metadata,
        fields: ContentFields(metadata, onContentDomain: shard.isContentDomain),
        length: fill.total, isTyped: head.attributes.mediaType != nil, isKept: fill.isKept))
    if !fill.isKept { shard.remember(metadata, of: reference.key, isWhole: fill.total != nil) }
    sample = []
  }

  // MARK: The end

  private func store() {
    guard let buffer, fill.isKept, !isDisowned, var metadata else { return }
    metadata.length = buffer.count
    do throws(BodyBufferError) { try buffer.finish() } catch { return }
    shard.store(
      StoredContent(
        key: reference.key, metadata: metadata, body: buffer,
        onContentDomain: shard.isContentDomain))
  }

  /// Ends the fetch from this side.
  private func giveUp(_ failure: OriginFailure) {
    fill.end()
    fetch?.cancel()
    conclude(.failed(.origin(failure)), failure)
  }

  private func conclude(_ ending: GrowingBody.Ending, _ failure: OriginFailure?) {
    fill.end()
    buffer = nil
    shard.concluded(self, failure)
    body.end(ending)
  }
}
