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

  @inline(never)
  private func refuse(
    _ refusal: AddressRefusal, isHead: Bool, _ context: RequestContext, _ sink: ResponseSink
  ) -> Disposition {
    rules.noteRefusal(of: context.peer)
    context.closesConnection = true
    let sentence = refusal.sentence
    // The document without its detail and its instance is 120 bytes.
    let count = 120 + sentence.utf8CodeUnitCount + context.id.count
    sink.appendHead { output in
      output.append("HTTP/1.1 403 Forbidden\r\n")
      context.writeCommonFields(to: &output)
      output.append("Content-Type: application/problem+json\r\nCache-Control: no-store\r\n")
      output.append("X-Content-Type-Options: nosniff\r\nAccess-Control-Allow-Origin: *\r\n")
      output.append("Access-Control-Expose-Headers: Retry-After, X-Request-ID\r\n")
      if let seconds = refusal.retryAfter(at: context.nowSeconds) {
        output.append("Retry-After: ")
        output.append(decimal: UInt64(seconds))
        output.append("\r\n")
      }
      output.append("Content-Length: ")
      output.append(decimal: UInt64(count))
      output.append("\r\n\r\n")
      guard !isHead else { return }
      output.append("{\"type\":\"/problems/address-blocked\",\"title\":\"Address blocked\",")
      output.append("\"status\":403,\"detail\":\"")
      output.append(sentence)
      output.append("\",\"instance\":\"")
      output.append(bytes: context.id)
      output.append("\",\"source\":\"client\"}\n")
    }
    return .responded(RequestOutcome(status: 403, bodyCount: Int64(isHead ? 0 : count)))
  }
}
