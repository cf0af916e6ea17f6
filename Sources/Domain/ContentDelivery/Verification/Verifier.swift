internal import Bytes
internal import Telemetry
internal import WalrusIdentity

/// Checks the contents that are at home on one shard: compares digests as they arrive, has ids
/// computed on the pool, and does what follows from the outcome. Lives on one loop.
final class Verifier {
  /// What came of a check.
  enum Verdict: Hashable {
    case passed(ContentProof)
    case wrong
    /// There is no telling.
    case unknown
  }

  /// Who or what waits for a check.
  private enum Candidate {
    /// Stored content, if it is still there when its turn comes.
    case stored(ContentReference, VerificationTarget)
    /// Content that is not stored before.
    case arrived(Arrival, VerificationTarget, (Verdict) -> Void)
    /// Content in slices, if all are still there when its turn comes.
    case slices(SlicedContent, VerificationTarget)
    /// Content in slices that are held until it is known.
    case gathered(SlicedContent, VerificationTarget, [StoredContent], (Verdict) -> Void)
  }

  /// A check under way.
  private struct Job {
    let reference: ContentReference
    let target: VerificationTarget
    let subject: Subject
    let isUrgent: Bool
    let answer: (Verdict) -> Void
  }

  /// What is being checked.
  private enum Subject {
    case stored(StoredContent)
    case arrived(digest: Bytes32, source: String)
    case slices(SlicedContent)
  }

  let policy: VerificationPolicy
  private(set) var digests: DigestMemory
  private let computeID: ComputeBlobID?
  // The shard owns it.
  private unowned let shard: FillShard
  private var queue: VerificationQueue<Candidate>
  private var budget: ProcessorBudget
  private var jobs: [Int: Job] = [:]
  private var nextJob = 0
  /// What has been done.
  private(set) var counts = [UInt64](repeating: 0, count: VerificationEvent.allCases.count)

  /// A verifier that has seen nothing.
  init(_ verification: Verification, shard: FillShard) {
    policy = verification.policy
    computeID = verification.computeID
    self.shard = shard
    digests = DigestMemory(countMax: policy.digestsMax)
    queue = VerificationQueue(countMax: policy.queueMax)
    budget = ProcessorBudget(share: policy.processorShare)
  }

  /// Checks that wait or are under way.
  var pendingCount: Int { queue.count + jobs.count }

  /// How often something has happened.
  func count(of event: VerificationEvent) -> UInt64 { counts[event.rawValue] }

  // MARK: Content on its way

  /// Whether the last byte of content is held back, and for what.
  func hold(_ reference: ContentReference, _ target: VerificationTarget?) -> VerificationPolicy.Hold
  {
    var digest: Bytes32?
    // What was proven of an object may have changed.
    if case .object = reference.name {} else { digest = digests.provenDigest(of: reference.key) }
    return policy.hold(target, provenDigest: digest)
  }

  /// What to do with content that has come whole; its digest is remembered.
  func arrived(_ arrival: Arrival) -> VerificationPolicy.Step {
    let key = arrival.reference.key
    if arrival.metadata.proof == .proven {
      // Its source has compared it with its name already.
      digests.record(arrival.digest, of: key, isProven: true)
      note(.proven)
      return .keep(.proven)
    }
    var finding = digests.compare(arrival.digest, of: key)
    if case .untilDigest(let digest) = arrival.hold {
      // As it was promised when the last byte was held back, whatever is remembered now.
      finding = digest == arrival.digest ? .same(isProven: true) : .differs(isProven: true)
    }
    let step = policy.step(
      arrival.target, length: arrival.body.count, hold: arrival.hold, finding: finding,
      mayChange: arrival.mayChange, draw: .random(in: 0..<1))
    switch finding {
    case .unknown: note(.recorded)
    case .same: note(.agreed)
    case .differs: note(.changed)
    }
    switch step {
    case .keep, .keepAndCheck:
      digests.record(arrival.digest, of: key, isProven: step == .keep(.proven))
      if case .differs = finding, !arrival.mayChange { logChange(arrival) }
    case .checkFirst: logChange(arrival)
    case .hold: break
    case .refuse: report(arrival.reference, arrival.metadata.source, "digest")
    }
    return step
  }

  /// Takes what is remembered of stored content for proven.
  func markProven(_ key: ContentKey) { digests.markProven(key) }

  /// Forgets the digest of stored content that turned out to be wrong.
  func forget(_ key: ContentKey) { digests.forget(key) }

  /// Remembers the digest of content that was not fetched.
  func record(_ digest: Bytes32, of key: ContentKey, isProven: Bool) {
    digests.record(digest, of: key, isProven: isProven)
  }

  /// Whether this is the digest that is remembered of a key.
  func has(_ digest: Bytes32, of key: ContentKey) -> Bool {
    if case .same = digests.compare(digest, of: key) { true } else { false }
  }

  /// The digest that content with this key is proven to have.
  func provenDigest(of key: ContentKey) -> Bytes32? { digests.provenDigest(of: key) }

  /// Checks content that is not stored before; the answer comes on this shard, once, at once when
  /// nothing can be checked.
  func check(
    _ arrival: Arrival, isHeld: Bool, answer: @escaping (Verdict) -> Void
  ) {
    guard let target = arrival.target, computeID != nil else { return answer(.unknown) }
    add(.arrived(arrival, target, answer), isHeld ? .held : .suspect)
  }

  /// Checks stored content when there is time.
  ///
  /// - Parameter isWanted: whether much else depends on it.
  func checkLater(_ reference: ContentReference, _ target: VerificationTarget, isWanted: Bool) {
    guard computeID != nil else { return }
    add(.stored(reference, target), isWanted ? .wanted : .sampled)
  }

  /// Checks content in slices when there is time, if all of them are there then.
  func checkLater(_ content: SlicedContent, _ target: VerificationTarget) {
    guard computeID != nil else { return }
    add(.slices(content, target), shard.disputes.contains(content.key) ? .wanted : .sampled)
  }

  /// Checks content in slices that are held until it is known; the answer comes on this shard, once,
  /// at once when nothing can be checked.
  func check(
    _ content: SlicedContent, _ slices: [StoredContent], answer: @escaping (Verdict) -> Void
  ) {
    guard let target = content.target, computeID != nil else { return answer(.unknown) }
    add(.gathered(content, target, slices, answer), .held)
  }

  private func add(
    _ candidate: Candidate, _ priority: VerificationQueue<Candidate>.Priority
  ) {
    switch queue.insert(candidate, priority) {
    case .inserted: break
    case .refused: drop(candidate)
    case .displaced(let other): drop(other)
    }
    startNext()
  }

  private func drop(_ candidate: Candidate) {
    note(.dropped)
    switch candidate {
    case .stored: break
    case .arrived(_, _, let answer), .gathered(_, _, _, let answer): answer(.unknown)
    case .slices(let content, _): shard.contents.ledger(of: content)?.isAwaitingCheck = false
    }
  }

  // MARK: Checks

  /// Goes on with what waits, as far as the budget allows; to be called now and then.
  func tend() { startNext() }

  private func startNext() {
    while let priority = queue.priority {
      let isUrgent = priority >= .suspect
      guard jobs.count < (isUrgent ? policy.urgentMax : 1),
        isUrgent || budget.mayBegin(at: shard.seconds),
        let (candidate, _) = queue.next(demand)
      else { return }
      start(candidate, isUrgent: isUrgent)
    }
  }

  private func demand(for candidate: Candidate) -> Int {
    switch candidate {
    case .stored(let reference, _):
      shard.contents.lookup(reference.key, at: shard.seconds).content.map { Int($0.hits) } ?? 0
    case .slices(let content, _):
      shard.contents.slice(0, of: content).map { Int($0.hits) } ?? 0
    case .arrived, .gathered: 0
    }
  }

  private func start(_ candidate: Candidate, isUrgent: Bool) {
    switch candidate {
    case .stored(let reference, let target):
      // It may have gone meanwhile, or been proven.
      guard let content = shard.contents.lookup(reference.key, at: shard.seconds).content,
        content.key == reference.key, content.metadata.proof < target.proof
      else { return }
      start(
        [content.body],
        Job(
          reference: reference, target: target, subject: .stored(content), isUrgent: isUrgent,
          answer: { _ in }))
    case .arrived(let arrival, let target, let answer):
      start(
        [arrival.body],
        Job(
          reference: arrival.reference, target: target,
          subject: .arrived(digest: arrival.digest, source: arrival.metadata.source),
          isUrgent: isUrgent, answer: answer))
    case .slices(let content, let target):
      guard let ledger = shard.contents.ledger(of: content) else { return }
      ledger.isAwaitingCheck = false
      guard ledger.proof < target.proof, let slices = shard.contents.allSlices(of: content) else {
        return
      }
      start(content, slices, target, isUrgent: isUrgent) { _ in }
    case .gathered(let content, let target, let slices, let answer):
      start(content, slices, target, isUrgent: isUrgent, answer: answer)
    }
  }

  private func start(
    _ content: SlicedContent, _ slices: [StoredContent], _ target: VerificationTarget,
    isUrgent: Bool, answer: @escaping (Verdict) -> Void
  ) {
    guard let room = shard.roomToCheck(content) else {
      note(.dropped)
      return answer(.unknown)
    }
    let proven = content.reference.mayChange ? nil : digests.provenDigest(of: content.key)
    shard.contents.ledger(of: content)?.isAwaitingCheck = true
    start(
      slices.map(\.body), provenDigest: proven, room: room,
      Job(
        reference: content.reference, target: target, subject: .slices(content),
        isUrgent: isUrgent, answer: answer))
  }

  private func start(
    _ bodies: [BodyBuffer], provenDigest: Bytes32? = nil, room: BudgetShare? = nil, _ job: Job
  ) {
    nextJob += 1
    let number = nextJob
    jobs[number] = job
    let target = job.target.blob
    let hasBegun = computeID?.begin(bodies, provenDigest: provenDigest, of: target) {
      [reply = shard.receiver()] result, elapsed in
      withExtendedLifetime(room) {}
      reply { $0.verifier.ended(number, result, elapsed) }
    }
    guard hasBegun != true else { return }
    jobs[number] = nil
    note(.dropped)
    release(job)
    job.answer(.unknown)
  }

  private func ended(
    _ number: Int, _ result: Result<BlobID, BlobEncodingError>, _ elapsed: Duration
  ) {
    guard let job = jobs.removeValue(forKey: number) else { return }
    budget.spent(elapsed)
    release(job)
    switch result {
    case .success(job.target.blob): passed(job)
    case .success: failed(job)
    case .failure:
      note(.failed)
      job.answer(.unknown)
    }
    startNext()
  }

  /// Content in slices may be checked again.
  private func release(_ job: Job) {
    guard case .slices(let content) = job.subject else { return }
    shard.contents.ledger(of: content)?.isAwaitingCheck = false
  }

  private func failed(_ job: Job) {
    switch job.subject {
    case .stored(let content):
      shard.evict(content)
      report(job.reference, content.metadata.source, "blob_id")
    case .arrived(_, let source): report(job.reference, source, "blob_id")
    case .slices(let content):
      let sources = shard.evict(content)
      if sources.isEmpty { reportUnattributed(job.reference, "blob_id") }
      for source in sources { report(job.reference, source, "blob_id") }
    }
    shard.quilts.wasWrong(job.reference.key)
    job.answer(.wrong)
  }

  private func passed(_ job: Job) {
    note(job.target.proof == .proven ? .proven : .checked)
    switch job.subject {
    case .stored(let content): shard.promote(content, to: job.target.proof)
    case .arrived(let digest, _):
      digests.record(digest, of: job.reference.key, isProven: job.target.proof == .proven)
    case .slices(let content): shard.promote(content, to: job.target.proof)
    }
    job.answer(.passed(job.target.proof))
  }

  // MARK: Telling

  /// Content is not what its name says.
  func report(_ reference: ContentReference, _ source: String, _ evidence: String) {
    note(.wrong)
    shard.parts.blobs.contentWasWrong(reference, from: source)
    shard.parts.logger.warning(
      "an origin sent content that is not what its id names",
      metadata: ["id": "\(reference)", "source": "\(source)", "evidence": "\(evidence)"])
  }

  /// Content is not what its name says, and it is not known which of several sent it.
  private func reportUnattributed(_ reference: ContentReference, _ evidence: String) {
    note(.wrong)
    shard.parts.logger.warning(
      "several origins sent content that is not what its id names",
      metadata: ["id": "\(reference)", "evidence": "\(evidence)"])
  }

  private func logChange(_ arrival: Arrival) {
    logChange(arrival.reference, arrival.metadata.source)
  }

  private func logChange(_ reference: ContentReference, _ source: String) {
    shard.parts.logger.warning(
      "content differs from what was fetched before under the same id",
      metadata: ["id": "\(reference)", "source": "\(source)"])
  }

  /// Content that is not proven differs from what came before.
  func noteChange(_ reference: ContentReference, _ source: String) {
    note(.changed)
    logChange(reference, source)
  }

  /// Counts an event.
  func note(_ event: VerificationEvent) {
    counts[event.rawValue] += 1
    shard.parts.metrics?.note(event)
  }
}
