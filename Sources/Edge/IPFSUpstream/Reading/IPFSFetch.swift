internal import ContentDelivery
internal import EventLoops
internal import HTTPClient
internal import IPFSIdentity
internal import Settings

/// One read of what a CID names: first its block, from as many gateways as the plan allows, and
/// then, where the block says that the file lies in others, the file as a gateway puts it together.
final class IPFSFetch: OriginFetch {
  /// What is under way.
  private enum Phase {
    case idle
    case block(BlockAttempt)
    case file(FileAttempt, byteCount: Int64)
    case delivering(HeldContent)
  }

  private let request: OriginRequest
  private let source: IPFSBlobSource
  private var receiver: (any OriginReceiver)?
  private var phase = Phase.idle
  private var plan: GatewayPlan
  /// Gateways that have sent a wrong block: nothing more is asked of them.
  private var distrusted: [Int] = []
  private var attemptsBefore = 0
  private var hasPlace = false
  private var hasDelivered = false
  private var isPaused = false
  private var isCancelled = false

  init(_ request: OriginRequest, source: IPFSBlobSource, receiver: any OriginReceiver) {
    self.request = request
    self.source = source
    self.receiver = receiver
    plan = source.plan(gatewayCount: source.gateways.count { $0.servesBlocks })
  }

  // MARK: From the receiver's side

  func begin() {
    guard source.settings.isEnabled, case .cid(let cid) = request.reference.name else {
      return later { $0.finish(OriginFailure(.unsupported, attempts: 0)) }
    }
    if cid.function == .identity {
      // The content is in the identifier itself.
      return later { $0.opened(cid.digest, of: cid, .proven, from: "cid") }
    }
    guard source.takePlace() else {
      return later { $0.finish(OriginFailure(.overloaded, attempts: 0)) }
    }
    hasPlace = true
    askForBlock(cid, else: OriginFailure(.unavailable, attempts: 0))
  }

  func resume() {
    guard isPaused, !isCancelled, receiver != nil else { return }
    isPaused = false
    switch phase {
    case .file(let attempt, _): attempt.resume()
    case .delivering: later { $0.deliver() }
    case .idle, .block: break
    }
  }

  func cancel() {
    guard !isCancelled, receiver != nil else { return }
    isCancelled = true
    switch phase {
    case .block(let attempt): attempt.cancel()
    case .file(let attempt, _): attempt.cancel()
    case .idle, .delivering: later { $0.finish(nil) }
    }
  }

  // MARK: The block

  private func askForBlock(_ cid: CID, else failure: OriginFailure) {
    let tried = plan.tried
    let gateways = source.gateways
    guard
      let gateway = source.rotation.choose(where: {
        gateways[$0].servesBlocks && !tried.contains($0)
      })
    else { return later { $0.finish(failure) } }
    plan.began(on: gateway)
    let attempt = BlockAttempt(
      cid, source: gateways[gateway].source, byteCountMax: source.settings.blockMax.bytes
    ) { [self] ending in
      blockEnded(ending, cid, gateway)
    }
    phase = .block(attempt)
    attempt.start(
      source.blockRequest(request.reference.aggregatorPath, on: gateway), with: source.client,
      in: request.trace)
  }

  private func blockEnded(_ ending: BlockAttempt.Ending, _ cid: CID, _ gateway: Int) {
    phase = .idle
    guard !isCancelled else { return finish(nil) }
    source.note(ending.outcome)
    if ending.outcome == .mismatched { distrusted.append(gateway) }
    switch ending.result {
    case .success(let block):
      opened(
        block, of: cid, ending.outcome == .verified ? .proven : .unverified,
        from: source.gateways[gateway].source)
    case .failure(let failure):
      switch plan.failed(failure, isLocal: ending.isLocal) {
      case .finish(let failure): finish(failure)
      case .attempt: askForBlock(cid, else: failure)
      }
    }
  }

  /// The block is here.
  private func opened(
    _ block: [UInt8], of cid: CID, _ proof: ContentProof, from gateway: String
  ) {
    guard !isCancelled else { return finish(nil) }
    guard cid.codec == .dagPB else {
      return deliver(block, 0..<block.count, type: cid.codec.mediaType, proof, from: gateway)
    }
    switch try? UnixFSBlock(parsing: block.span) {
    case .file(let range): deliver(block, range, type: nil, proof, from: gateway)
    case .chunkedFile(let byteCount):
      leavePlace()
      attemptsBefore = plan.tried.count
      let distrusted = distrusted
      let count = source.gateways.indices.count {
        source.gateways[$0].servesFiles && !distrusted.contains($0)
      }
      plan = source.plan(gatewayCount: count)
      askForFile(byteCount, else: OriginFailure(.unavailable, attempts: attemptsBefore))
    case .directory, .symbolicLink, .metadata, nil:
      finish(OriginFailure(.unsupported, attempts: plan.tried.count, source: gateway))
    }
  }

  // MARK: What is here whole

  private func deliver(
    _ bytes: [UInt8], _ range: Range<Int>, type: String?, _ proof: ContentProof,
    from gateway: String
  ) {
    phase = .delivering(HeldContent(bytes, range))
    // All of it, whatever range was asked for: a second request would cost more.
    receiver?.received(
      head: OriginHead(
        length: Int64(range.count), attributes: OriginAttributes(contentType: type), proof: proof,
        source: gateway))
    deliver()
  }

  private func deliver() {
    guard case .delivering(var content) = phase, let receiver else { return }
    while !isCancelled, !isPaused, request.method == .get,
      let demand = content.next({ receiver.received(bytes: $0) })
    {
      isPaused = demand == .pause
      if demand == .cancel { isCancelled = true }
    }
    phase = .delivering(content)
    guard isCancelled || !isPaused else { return }
    finish(nil)
  }

  // MARK: What a gateway puts together

  private func askForFile(_ byteCount: Int64, else failure: OriginFailure) {
    let excluded = plan.tried + distrusted
    let gateways = source.gateways
    guard
      let gateway = source.rotation.choose(where: {
        gateways[$0].servesFiles && !excluded.contains($0)
      })
    else { return later { $0.finish(failure) } }
    plan.began(on: gateway)
    let attempt = FileAttempt(
      request, byteCount: byteCount, source: gateways[gateway].source, fetch: self)
    phase = .file(attempt, byteCount: byteCount)
    attempt.start(
      source.fileRequest(request.reference.aggregatorPath, of: request, on: gateway),
      with: source.client)
  }

  /// A head that answers the request.
  func received(_ head: OriginHead) {
    guard let receiver, !isCancelled else { return }
    hasDelivered = true
    receiver.received(head: head)
  }

  /// The next bytes of the file.
  func received(_ bytes: RawSpan) -> Demand {
    guard let receiver, !isCancelled else { return .cancel }
    switch receiver.received(bytes: bytes) {
    case .more: return isCancelled ? .cancel : .more
    case .pause:
      isPaused = true
      return .pause
    case .cancel:
      isCancelled = true
      return .cancel
    }
  }

  /// The attempt for a file is over; nil when all of it has come.
  func fileEnded(_ failure: OriginFailure?, isLocal: Bool = false) {
    guard case .file(_, let byteCount) = phase else { return }
    phase = .idle
    guard !isCancelled, var failure else { return finish(nil) }
    if hasDelivered {
      failure.attempts = attemptsBefore + plan.tried.count
      return finish(failure)
    }
    switch plan.failed(failure, isLocal: isLocal) {
    case .finish(var failure):
      failure.attempts += attemptsBefore
      finish(failure)
    case .attempt: askForFile(byteCount, else: failure)
    }
  }

  // MARK: The end

  private func leavePlace() {
    if hasPlace { source.leavePlace() }
    hasPlace = false
  }

  /// Does something on a later turn of the loop, as the receiver expects.
  private func later(_ body: @escaping (IPFSFetch) -> Void) {
    let bound = LoopBound((fetch: self, body: body), loop: source.client.loop)
    source.client.loop.execute { bound.value.body(bound.value.fetch) }
  }

  private func finish(_ failure: OriginFailure?) {
    guard let receiver else { return }
    leavePlace()
    self.receiver = nil
    phase = .idle
    receiver.completed(
      isCancelled ? OriginFailure(.cancelled, attempts: plan.tried.count) : failure)
  }
}
