internal import Capabilities
internal import Bytes
internal import HTTP
internal import Routing
internal import Traces

/// Answers GET and HEAD for content: from memory, from a fetch that is shared with whoever else
/// asks, or from a copy that is past its time when the origins have failed.
struct ServeContent: Sendable {
  let shards: FillShards
  let resolve: ResolvePatch
  let cut: CutPatch
  let isContentDomain: Bool
  /// For how long a 404 may be believed.
  let absentSeconds: Int64
  /// For how long content past its time may be served when the origins fail.
  let staleSeconds: Int64
  /// For how long an object past its time is served while it is fetched again.
  let revalidateSeconds: Int64

  /// The response to a request whose path names content.
  func callAsFunction(_ request: Request) async throws -> Response {
    let reference = try Self.reference(of: request, shards.contents.secret)
    if case .namedPatch(let quilt, let identifier) = reference.name,
      let patch = await resolve(reference.key, in: quilt, for: request.shard)
    {
      let target = ContentReference(.quiltPatch(patch), secret: shards.contents.secret)
      do {
        return try await respond(
          to: Asked(
            request: request, reference: target, hints: CallerHints(of: request),
            name: Asked.Name(key: reference.key, identifier: identifier)))
      } catch is WrongName {
        let key = ContentKey(quilt)
        await shards.home(of: key).run { $0.quilts.forgetNames(of: key) }
      }
    }
    return try await respond(
      to: Asked(request: request, reference: reference, hints: CallerHints(of: request), name: nil))
  }

  private func respond(to asked: Asked) async throws -> Response {
    let (request, reference) = (asked.request, asked.reference)
    let found = await withSpan("cache") {
      await shards.contents.locate(reference.key, for: request.shard, at: request.receivedAt)
    }
    if case .fresh(let content) = found {
      content.noteHit()
      let response = try respond(to: asked, with: content)
      // From now on this shard answers to the name by itself.
      if let name = asked.name { shards.contents[request.shard].here.alias(name.key, to: content) }
      return response
    }
    if let content = found.content, mayRevalidate(asked, content) {
      shards.refresh(reference, at: request.receivedAt)
      let left = content.metadata.freshUntil - request.receivedAt
      return try respond(to: asked, with: content, as: .revalidating(freshFor: left))
    }
    do {
      return request.head.method == .head
        ? try await describe(asked) : try await fetch(asked, wasStale: found.content != nil)
    } catch let failure as FillFailure {
      guard failure.allowsStale else { throw problem(of: failure) }
      guard let content = found.content else {
        return try await respondStale(to: asked, after: failure)
      }
      let left = content.metadata.freshUntil - request.receivedAt
      return try respond(
        to: asked, with: content, as: .stale(freshFor: left, failure: failure.status))
    }
  }

  /// Whether a copy that is past its time may be served at once, while it is fetched again
  /// (RFC 5861 §3). The bytes of an object never change, but what is stored beside them may.
  private func mayRevalidate(_ asked: Asked, _ content: StoredContent) -> Bool {
    guard case .object = asked.reference.name else { return false }
    return asked.request.receivedAt - content.metadata.freshUntil < revalidateSeconds
  }

  /// What a request asks for.
  struct Asked {
    let request: Request
    let reference: ContentReference
    let hints: CallerHints
    /// The name in the quilt that the reference was found by.
    let name: Name?

    /// The name of a patch.
    struct Name {
      let key: ContentKey
      let identifier: String
    }

    /// Checks that content has the name that it was asked for by.
    ///
    /// Names come from a list that nobody has proven. What says itself what it is called is
    /// believed instead, and what is proven says it always.
    func checkName(_ metadata: ContentMetadata) throws(WrongName) {
      guard let name else { return }
      let isRight =
        metadata.patchIdentifier.map { $0.utf8.elementsEqual(name.identifier.utf8) }
        ?? (metadata.proof != .proven)
      if !isRight { throw WrongName() }
    }
  }

  /// A list of a quilt was wrong: it gave a patch another name than the patch itself has.
  struct WrongName: Error {}

  /// What the path of a request names.
  static func reference(
    of request: Request, _ secret: ContentKeySecret
  ) throws(Problem) -> ContentReference {
    let path = request.head.path(in: request.bytes.span)
    do throws(ContentPathError) {
      if let reference = try ContentReference(path: path, secret: secret) { return reference }
    } catch {
      throw Problem(
        error == .insideCID
          ? ContentDeliveryProblems.pathInsideCID : ContentDeliveryProblems.malformedIdentifier,
        detail: Self.sentence(error))
    }
    throw Problem(RoutingProblems.notFound)
  }

  private static func sentence(_ error: ContentPathError) -> String {
    let words = "\(error)"
    return words.prefix(1).uppercased() + words.dropFirst() + "."
  }

  // MARK: From memory

  private func respond(
    to asked: Asked, with content: StoredContent, as part: CachePart? = nil
  ) throws -> Response {
    let metadata = content.metadata
    try asked.checkName(metadata)
    let isTyped = isTyped(content, asked)
    let changed = asked.hints.applied(to: metadata, isStored: isTyped)
    return try ContentResponder(
      request: asked.request, metadata: metadata,
      fields: changed.map { ContentFields($0, onContentDomain: isContentDomain) }
        ?? content.fields,
      length: metadata.length, place: .stored(content.body),
      part: part ?? .hit(freshFor: metadata.freshUntil - asked.request.receivedAt)
    ).respond()
  }

  /// Whether the type was stored with the content, so that a caller's wish does not count.
  private func isTyped(_ content: StoredContent, _ asked: Asked) -> Bool {
    guard asked.hints.contentType != nil else { return false }
    if case .blob = asked.reference.name { return false }
    let sample = content.body.copyBytes(upTo: ContentSniffer.prefixByteCountMax)
    return content.metadata.contentType != "\(ContentSniffer.type(of: sample.span))"
  }

  // MARK: From a fetch

  /// Fetches content, and once more where memory was short: what has been evicted for it takes a
  /// turn of every loop that had borrowed it to come back.
  private func fetch(_ asked: Asked, wasStale: Bool) async throws -> Response {
    do {
      return try await fetchOnce(asked, wasStale: wasStale)
    } catch is MemoryShortage {
      let key = asked.reference.key
      let request = asked.request
      let window = shards[request.shard].here.limits.windowBytes
      // Where it is stored and, should it only pass through, where its reader is.
      for shard in Set([shards.contents.home(of: key), request.shard]) {
        _ = await shards.contents.makeRoom(for: window + window / 4, on: shard)
      }
      do { return try await fetchOnce(asked, wasStale: wasStale) } catch is MemoryShortage {
        throw FillFailure.overloaded
      }
    }
  }

  /// There was no memory for a fetch that was let in.
  private struct MemoryShortage: Error {}

  /// The head of a fetch.
  ///
  /// - Throws: `MemoryShortage` when not even a window over it fits into memory.
  private static func head(of seat: FillSeat) async throws -> FillHead {
    do { return try await seat.head() } catch FillFailure.overloaded { throw MemoryShortage() }
  }

  private func fetchOnce(_ asked: Asked, wasStale: Bool) async throws -> Response {
    let (reference, request) = (asked.reference, asked.request)
    if case .quiltPatch(let patch) = reference.name,
      let result = try await cut(reference, patch, for: request.shard, at: request.receivedAt)
    {
      return try respond(
        to: asked, with: result.content,
        as: result.hasFetched
          ? .miss(isStored: true, isCollapsed: false, wasStale: wasStale) : nil)
    }
    let admission = await shards.join(
      reference, for: request.shard, at: request.receivedAt, wantsPart: Self.wantsPart(asked))
    switch admission {
    case .sliced(let content):
      return try await respond(to: asked, with: content, wasStale: wasStale)
    case .stored(let content): return try respond(to: asked, with: content)
    case .overloaded: throw FillFailure.overloaded
    case .shed(let seconds): throw FillFailure.shed(seconds: seconds)
    case .negative(let failure, let left): throw problem(of: failure, left: left)
    case .passThrough(let size): return try await stream(asked, size, wasStale: wasStale)
    case .seat(let seat):
      do {
        let head = try await Self.head(of: seat)
        return try respond(to: asked, from: seat, head, wasStale: wasStale)
      } catch is FillDiversion {
        let seconds = request.receivedAt
        let (sliced, size) = await shards.contents.atHome(of: reference.key) {
          ($0.sliced(reference.key), $0.knownSize(of: reference.key, at: seconds))
        }
        guard let sliced else { return try await stream(asked, size, wasStale: wasStale) }
        return try await respond(to: asked, with: sliced, insteadOf: seat, wasStale: wasStale)
      }
    }
  }

  private func respond(
    to asked: Asked, from seat: FillSeat, _ head: FillHead, wasStale: Bool
  ) throws -> Response {
    try asked.checkName(head.metadata)
    if head.metadata.proof == .unverified, shards[asked.request.shard].here.refusesUnprovable {
      throw Problem(ContentDeliveryProblems.contentUnprovable)
    }
    let isTyped: Bool
    if case .blob = asked.reference.name { isTyped = false } else { isTyped = head.isTyped }
    let changed = asked.hints.applied(to: head.metadata, isStored: isTyped)
    return try ContentResponder(
      request: asked.request, metadata: head.metadata,
      fields: changed.map { ContentFields($0, onContentDomain: isContentDomain) } ?? head.fields,
      length: head.length, place: .filling(seat), readsAnywhere: head.isKept,
      part: .miss(isStored: head.isKept, isCollapsed: !seat.isFirst, wasStale: wasStale)
    ).respond()
  }

  /// Whether a request wants a part of the content, however long that is; what begins at the first
  /// byte and has no end wants all.
  private static func wantsPart(_ asked: Asked) -> Bool {
    let request = asked.request
    guard request.head.method == .get else { return false }
    let size = UInt64(Int64.max)
    let tag = asked.reference.entityTag().utf8.span
    let plan = ResponsePlan.decide(
      head: request.head, bytes: request.bytes.span,
      representation: Representation(size: size, entityTag: tag.extracting(1..<tag.count - 1)),
      now: HTTPDate(seconds: request.receivedAt))
    switch plan {
    case .partial(let range): return range.count < size
    case .multipart: return true
    default: return false
    }
  }

  /// Fetches for this request alone what is too long to be stored.
  private func stream(
    _ asked: Asked, _ size: KnownSize?, wasStale: Bool
  ) async throws -> Response {
    let request = asked.request
    let range = size.flatMap { Self.onlyRange(of: request, $0) }
    let shard = shards[request.shard].here
    let seat = shard.openStream(
      asked.reference, range: range, knownType: size?.contentType)
    guard let seat else { throw FillFailure.overloaded }
    let head = try await Self.head(of: seat)
    return try respond(to: asked, from: seat, head, wasStale: wasStale)
  }

  /// The one range that a request will be answered with, if it is one.
  private static func onlyRange(of request: Request, _ size: KnownSize) -> ClosedRange<Int>? {
    let tag = size.entityTag.utf8.span
    let opaque = tag.count >= 2 ? tag.extracting(1..<tag.count - 1) : tag
    let plan = ResponsePlan.decide(
      head: request.head, bytes: request.bytes.span,
      representation: Representation(size: UInt64(size.length), entityTag: opaque),
      now: HTTPDate(seconds: request.receivedAt))
    guard case .partial(let range) = plan else { return nil }
    return Int(range.first)...Int(range.last)
  }

  // MARK: HEAD

  /// Answers HEAD by what is known of the content, or by asking as little as possible.
  private func describe(_ asked: Asked) async throws -> Response {
    let key = asked.reference.key
    let seconds = asked.request.receivedAt
    let (sliced, known) = await shards.contents.atHome(of: key) {
      ($0.sliced(key), $0.knownSize(of: key, at: seconds))
    }
    let metadata: ContentMetadata
    let part: CachePart
    if let sliced, sliced.isFresh(at: seconds) {
      metadata = sliced.metadata
      part = .hit(freshFor: metadata.freshUntil - seconds)
    } else if let known {
      metadata = ContentMetadata(
        length: known.length, contentType: known.contentType, entityTag: known.entityTag,
        source: "", proof: known.proof, storedAt: seconds, freshUntil: known.freshUntil)
      part = .hit(freshFor: known.freshUntil - seconds)
    } else {
      if let seconds = shards[asked.request.shard].here.parts.load.refusal() {
        throw FillFailure.shed(seconds: seconds)
      }
      metadata = try await shards.probe(asked.reference, at: seconds)
      part = .miss(isStored: false, isCollapsed: false, wasStale: false)
    }
    let changed = asked.hints.applied(to: metadata, isStored: false) ?? metadata
    return try ContentResponder(
      request: asked.request, metadata: metadata,
      fields: ContentFields(changed, onContentDomain: isContentDomain), length: metadata.length,
      place: nil, part: part
    ).respond()
  }

  // MARK: Failures

  func problem(of failure: FillFailure) -> Problem {
    switch failure {
    case .overloaded, .shed: failure.problem
    case .origin(let failure): problem(of: failure, left: absentSeconds, cache: .miss)
    }
  }

  /// The problem of content that is known not to be had for so many seconds more.
  private func problem(
    of failure: OriginFailure, left: Int64, cache: RequestOutcome.CacheResult = .negativeHit
  ) -> Problem {
    var problem = failure.problem
    problem.cache = cache
    if failure.code == .notFound, failure.isConfirmed {
      problem.cacheControl = "public, max-age=\(left)"
    }
    return problem
  }
}

extension FillFailure {
  /// Whether a copy that is past its time is better than this: not when the content is gone.
  fileprivate var allowsStale: Bool {
    switch self {
    case .overloaded, .shed: true
    case .origin(let failure):
      !failure.isConfirmed || ![.notFound, .blocked, .cancelled].contains(failure.code)
    }
  }

  /// The status of the origin's last answer.
  var status: Status? {
    guard case .origin(let failure) = self, let status = failure.lastStatus,
      (100...599).contains(status)
    else { return nil }
    return Status(code: UInt16(status))
  }
}
