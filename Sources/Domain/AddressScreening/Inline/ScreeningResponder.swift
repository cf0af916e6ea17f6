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

  // The parts of the document between its detail and its instance.
  private static let start: StaticString =
    "{\"type\":\"/problems/address-blocked\",\"title\":\"Address blocked\",\"status\":403,\"detail\":\""
  private static let instance: StaticString = "\",\"instance\":\""
  private static let rest: StaticString =
    "\",\"code\":\"address-blocked\",\"source\":\"client\","

  @inline(never)
  private func refuse(
    _ refusal: AddressRefusal, isHead: Bool, _ context: RequestContext, _ sink: ResponseSink
  ) -> Disposition {
    rules.noteRefusal(of: context.peer)
    context.closesConnection = true
    let sentence = refusal.sentence
    let until = refusal.retryAfter(at: context.nowSeconds)
    let end: StaticString =
      until == nil ? "\"retryable\":false}\n" : "\"retryable\":true}\n"
    let count =
      Self.start.utf8CodeUnitCount + sentence.utf8CodeUnitCount + Self.instance.utf8CodeUnitCount
      + context.id.count + Self.rest.utf8CodeUnitCount + end.utf8CodeUnitCount
    let security = SecurityFields.documentLines
    sink.appendHead { output in
      output.append("HTTP/1.1 403 Forbidden\r\n")
      context.writeCommonFields(to: &output)
      output.append("Content-Type: application/problem+json\r\nCache-Control: no-store\r\n")
      output.append(bytes: security.span)
      output.append("Access-Control-Allow-Origin: *\r\n")
      output.append("Access-Control-Expose-Headers: Retry-After, X-Request-ID\r\n")
      if let until {
        output.append("Retry-After: ")
        output.append(decimal: UInt64(until))
        output.append("\r\n")
      }
      output.append("Content-Length: ")
      output.append(decimal: UInt64(count))
      output.append("\r\n\r\n")
      guard !isHead else { return }
      output.append(Self.start)
      output.append(sentence)
      output.append(Self.instance)
      output.append(bytes: context.id)
      output.append(Self.rest)
      output.append(end)
    }
    return .responded(RequestOutcome(status: 403, bodyCount: Int64(isHead ? 0 : count)))
  }
}
