internal import Bytes
package import HTTP
package import Routing

/// Answers GET and HEAD for content in this shard's memory on its loop, at once.
///
/// A hit parses the id into a key, finds the entry, and puts a head and a reference to the body
/// into the sink: nothing is allocated, nothing counted that another core writes, and no text
/// made. Everything else is declined: what is absent or stale, several ranges, a caller's wish
/// for another name or type, and bodies that lie in pieces.
package final class ContentInlineResponder: InlineResponder {
  /// The longest body that is copied behind its head, so that one `send` takes both.
  static let copiedMax = 2048
  /// The shortest run that is sent from a memory file; shorter ones from its mapping.
  static let sentFromFileMin = 128 * 1024

  private let shard: ContentShard
  private let admission: any InlineAdmission
  private let routes: InlineRoutes

  /// A responder for what a shard holds, which answers nobody without the admission's consent; to
  /// be used on that shard's loop.
  package init(
    shard: ContentShard, admission: any InlineAdmission, routes: InlineRoutes = InlineRoutes()
  ) {
    self.shard = shard
    self.admission = admission
    self.routes = routes
  }

  package func respond(
    to head: RequestHead, in bytes: Span<UInt8>, context: RequestContext, into sink: ResponseSink
  ) -> Disposition {
    let method = head.method
    guard method == .get || method == .head else { return .declined }
    let path = head.path(in: bytes)
    guard let parts = ContentPath(path) else { return .declined }
    if let query = head.query(in: bytes), Self.hasHint(query) { return .declined }
    guard let key = try? parts.key(in: path, secret: shard.secret) else { return .declined }
    guard let entry = unsafe shard.entry(of: key),
      unsafe context.nowSeconds < entry.pointee.freshUntil
    else { return .declined }

    let response = unsafe InlineResponse(entry: entry, context: context)
    let plan = response.plan(for: head, in: bytes)
    guard response.canSend(plan, isHead: method == .head) else { return .declined }
    // Asked last, so that whatever is let through is answered here, and taken into account once.
    guard let meter = admission.admit(head, in: bytes, context: context) else { return .declined }
    let sent: InlineResponse.Sent
    switch plan {
    case .full where method == .head: sent = response.sendHead(into: sink)
    case .full: sent = response.sendWhole(into: sink)
    case .partial(let range): sent = response.send(range, into: sink)
    case .notModified: sent = response.sendNotModified(into: sink)
    case .preconditionFailed:
      sent = response.sendPreconditionFailed(isHead: method == .head, into: sink)
    case .rangeNotSatisfiable: sent = response.sendRangeNotSatisfiable(into: sink)
    case .multipart: return .declined
    }
    unsafe shard.noteHit(entry)
    return .responded(
      RequestOutcome(
        status: sent.status, bodyCount: Int64(sent.bodyCount), cache: .hit,
        route: routes.route(of: parts), meter: meter))
  }

  /// Whether a query wishes for another file name or media type.
  @inline(never)
  private static func hasHint(_ query: Span<UInt8>) -> Bool {
    QueryItems.value(of: "filename", in: query) != nil
      || QueryItems.value(of: "type", in: query) != nil
  }
}
