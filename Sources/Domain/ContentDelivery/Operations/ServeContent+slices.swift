internal import HTTP
internal import Routing

/// Answers with content that is kept in slices.
extension ServeContent {
  /// Asks the content's home for the slices of the response, and waits for the first byte: a
  /// failure before it is told as a problem.
  ///
  /// - Parameter seat: at the fetch that has shown that the content is in slices; given up when
  ///   the slices know of their reader.
  func respond(
    to asked: Asked, with content: SlicedContent, insteadOf seat: FillSeat? = nil, wasStale: Bool,
    as stale: CachePart? = nil
  ) async throws -> Response {
    let metadata = content.metadata
    try asked.checkName(metadata)
    var responder = ContentResponder(
      request: asked.request, metadata: metadata,
      fields: fields(of: asked, metadata, content), length: metadata.length, place: nil,
      part: stale ?? .hit(freshFor: metadata.freshUntil - asked.request.receivedAt))
    let ranges = responder.wantedRanges
    guard let first = ranges.first else { return try responder.respond() }
    let opening = await shards.openSlices(of: content, ranges)
    let isFirst = seat?.isFirst ?? false
    seat?.leave()
    let (place, isHit, isCollapsed): (SliceSeat, Bool, Bool)
    switch opening {
    case .opened(let seat, isHit: let hit, isCollapsed: let collapsed):
      (place, isHit, isCollapsed) = (seat, hit, collapsed)
    case .unprovable: throw Problem(ContentDeliveryProblems.contentUnprovable)
    case .overloaded: throw FillFailure.overloaded
    }
    responder.metadata = place.metadata
    responder.fields = fields(of: asked, place.metadata, place.content)
    // Who has waited for a fetch has not had a hit, even if all has come meanwhile.
    let hasWaited = seat != nil
    if stale == nil, !isHit || hasWaited {
      responder.part = .miss(
        isStored: true, isCollapsed: !isFirst && (isCollapsed || hasWaited), wasStale: wasStale)
    }
    let reader = SliceReader(place)
    try await reader.prepare(at: first.lowerBound, upTo: first.upperBound)
    responder.place = .slices(reader)
    return try responder.respond()
  }

  /// The fields of a response, as its caller wants them.
  private func fields(
    of asked: Asked, _ metadata: ContentMetadata, _ content: SlicedContent
  ) -> ContentFields {
    let changed = asked.hints.applied(to: metadata, isStored: content.isTyped)
    if let changed { return ContentFields(changed, onContentDomain: isContentDomain) }
    return metadata == content.metadata
      ? content.fields : ContentFields(metadata, onContentDomain: isContentDomain)
  }

  /// Answers with slices that are past their time, because the origins have failed.
  func respondStale(to asked: Asked, after failure: FillFailure) async throws -> Response {
    let key = asked.reference.key
    let seconds = asked.request.receivedAt
    let content = await shards.contents.atHome(of: key) { $0.sliced(key) }
    guard let content, asked.request.head.method == .get else { throw problem(of: failure) }
    let left = content.metadata.freshUntil - seconds
    guard left <= 0, -left <= staleSeconds else { throw problem(of: failure) }
    do {
      return try await respond(
        to: asked, with: content, wasStale: true,
        as: .stale(freshFor: left, failure: failure.status))
    } catch is FillFailure {
      throw problem(of: failure)
    }
  }
}
