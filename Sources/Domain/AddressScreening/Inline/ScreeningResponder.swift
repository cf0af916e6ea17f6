internal import Bytes
package import HTTP
package import Routing

/// Refuses addresses on the event loop, before anything else is looked at: no task, no allocation,
/// and the connection ends with the answer. Whoever is let in goes on to the next responder.
///
/// Requests with content do not come this way; the server's handler asks the same rules for them.
package final class ScreeningResponder: InlineResponder {
  private let rules: AddressRules
  private let next: any InlineResponder

  /// A responder before another, both on one loop.
  package init(_ rules: AddressRules, before next: any InlineResponder) {
    self.rules = rules
    self.next = next
  }

  package func respond(
    to head: RequestHead, in bytes: Span<UInt8>, context: RequestContext, into sink: ResponseSink
  ) -> Disposition {
    guard let refusal = rules.refusal(of: context.peer, at: context.nowSeconds) else {
      return next.respond(to: head, in: bytes, context: context, into: sink)
    }
    return refuse(refusal, isHead: head.method == .head, context, sink)
  }

  /// Pages of other origins may read why nothing is answered.
  private static let crossOriginFields: StaticString = """
    Access-Control-Allow-Origin: *\r
    Access-Control-Expose-Headers: *\r

    """

  @inline(never)
  private func refuse(
    _ refusal: AddressRefusal, isHead: Bool, _ context: RequestContext, _ sink: ResponseSink
  ) -> Disposition {
    rules.noteRefusal(of: context.peer)
    context.closesConnection = true
    let retryAfter = refusal.retryAfter(at: context.nowSeconds)
    let problem = InlineProblem(
      .forbidden, slug: "address-blocked", title: "Address blocked", detail: refusal.sentence,
      source: "client", isRetryable: retryAfter != nil, retryAfter: retryAfter)
    return .responded(
      problem.write(
        to: sink, context: context, isHead: isHead,
        fields: Self.crossOriginFields))
  }
}
