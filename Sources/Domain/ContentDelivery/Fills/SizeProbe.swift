internal import HTTP

/// Learns how long content is and of what type, for HEAD, from as few bytes as possible: one byte
/// of a range tells the length, and a second range what the type is told by.
///
/// Where an origin ignores the range, the first bytes of all of it do. Lives on one loop.
final class SizeProbe: OriginReceiver {
  let reference: ContentReference
  private let shard: FillShard
  private var source: (any BlobSource)?
  private var fetch: (any OriginFetch)?
  private var answers: [@Sendable (Result<ContentMetadata, FillFailure>) -> Void] = []
  private var head: OriginHead?
  private var total: Int?
  private var sample: [UInt8] = []
  /// Bytes of the sample that are wanted.
  private var wanted = 1
  private var step = Step.first
  private var isAnswered = false

  /// What is being asked.
  private enum Step {
    /// The first byte.
    case first
    /// The first bytes, now that it is known how many there are.
    case sample
    /// The head alone: an empty content has no first byte.
    case head
  }

  /// What was stored with the content.
  var attributes: OriginAttributes { head?.attributes ?? OriginAttributes() }

  /// A probe that has not begun.
  init(_ reference: ContentReference, shard: FillShard) {
    self.reference = reference
    self.shard = shard
  }

  /// Adds one who wants to know; false when there are too many.
  func add(
    _ answer: @escaping @Sendable (Result<ContentMetadata, FillFailure>) -> Void, max: Int
  ) -> Bool {
    guard answers.count < max else { return false }
    answers.append(answer)
    return true
  }

  /// Begins to ask.
  func begin(from source: any BlobSource) {
    self.source = source
    ask(OriginRequest(reference, range: 0...0))
  }

  func received(head: OriginHead) {
    var head = head
    if case .blob = reference.name { head.attributes = OriginAttributes() }
    self.head = head
    total = head.total.map { Int($0) }
    guard let total else { return finishOnceSampled() }
    let isTyped = head.attributes.mediaType != nil
    wanted = isTyped || step == .head ? 0 : min(total, ContentSniffer.prefixByteCountMax)
    if case .part = head.coverage, step == .first { wanted = min(wanted, 1) }
    finishOnceSampled()
  }

  func received(bytes: RawSpan) -> OriginDemand {
    shard.noteOriginBytes(bytes.byteCount)
    guard !isAnswered else { return isLong ? .cancel : .more }
    let count = min(max(wanted - sample.count, 0), bytes.byteCount)
    unsafe bytes.extracting(0..<count).withUnsafeBytes { unsafe sample.append(contentsOf: $0) }
    finishOnceSampled()
    return isAnswered && isLong ? .cancel : .more
  }

  func completed(_ failure: OriginFailure?) {
    fetch = nil
    guard !isAnswered else { return }
    if let failure {
      if failure.code == .rangeNotSatisfiable, step != .head {
        step = .head
        return ask(OriginRequest(reference, method: .head))
      }
      return answer(.failure(.origin(failure)))
    }
    guard let head, let total else { return answer(.failure(.origin(OriginFailure(.malformed)))) }
    if step == .first, case .part = head.coverage, wanted > 0, total > 1 {
      step = .sample
      sample = []
      let last = min(total, ContentSniffer.prefixByteCountMax) - 1
      return ask(OriginRequest(reference, range: 0...Int64(last)))
    }
    answer(.success(metadata(head, total)))
  }

  private func ask(_ request: OriginRequest) {
    fetch = source?.fetch(request, into: self)
  }

  /// Answers as soon as enough is known, without waiting for the rest.
  private func finishOnceSampled() {
    guard let head, let total, sample.count >= wanted else { return }
    if case .part = head.coverage, step == .first, wanted > 0, total > 1 { return }
    if isLong { fetch?.cancel() }
    answer(.success(metadata(head, total)))
  }

  /// Whether much more is coming than was asked for; a short rest is taken instead of giving up a
  /// connection for it.
  private var isLong: Bool {
    guard step != .head, let head, case .whole = head.coverage else { return false }
    return total.map { $0 - sample.count > Fill.remainderMax } ?? true
  }

  private func metadata(_ head: OriginHead, _ total: Int) -> ContentMetadata {
    let sample = sample
    let sniffed = "\(ContentSniffer.type(of: sample.span))"
    return shard.metadata(
      of: reference, head, type: head.attributes.mediaType ?? sniffed, length: total)
  }

  private func answer(_ result: Result<ContentMetadata, FillFailure>) {
    guard !isAnswered else { return }
    isAnswered = true
    shard.concluded(self, result)
    for answer in answers { answer(result) }
    answers = []
    source = nil
  }
}
