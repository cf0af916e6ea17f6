internal import Bytes
package import HTTP

/// A problem document (RFC 9457) that is answered on the loop: with no router, no task and nothing
/// allocated. Its members are those of `Problem.document`; who has a head of its own takes only the
/// document.
package struct InlineProblem {
  /// The most bytes of a document.
  private static let documentMax = 1024

  /// What the answer says that it is.
  package let status: Status
  private let slug: StaticString
  private let title: StaticString
  private let detail: StaticString
  private let source: StaticString
  private let isRetryable: Bool
  private let retryAfter: Int64?

  /// A problem.
  ///
  /// - Parameters:
  ///   - slug: the last part of its type, which is its code as well.
  ///   - source: who is to do something about it, as `Problem.Source` names it.
  ///   - isRetryable: whether the same request may go well later.
  ///   - retryAfter: seconds until then, where they are known.
  package init(
    _ status: Status, slug: StaticString, title: StaticString, detail: StaticString,
    source: StaticString, isRetryable: Bool, retryAfter: Int64?
  ) {
    self.status = status
    self.slug = slug
    self.title = title
    self.detail = detail
    self.source = source
    self.isRetryable = isRetryable
    self.retryAfter = retryAfter
  }

  /// Puts the whole response into the sink.
  ///
  /// - Parameters:
  ///   - isHead: whether the document is left out, as the answer to `HEAD` leaves it.
  ///   - fields: further lines of the head, each with its end.
  package func write(
    to sink: ResponseSink, context: RequestContext, isHead: Bool = false,
    fields: StaticString = ""
  ) -> RequestOutcome {
    let length = documentLength(context)
    let security = SecurityFields.documentLines
    sink.appendHead { output in
      output.append("HTTP/1.1 ")
      output.append(decimal: UInt64(status.code))
      output.append(" ")
      output.append(status.reason)
      output.append("\r\n")
      context.writeCommonFields(to: &output)
      output.append("Content-Type: application/problem+json\r\nCache-Control: no-store\r\n")
      if let retryAfter {
        output.append("Retry-After: ")
        output.append(decimal: UInt64(retryAfter))
        output.append("\r\n")
      }
      output.append(bytes: security.span)
      output.append(fields)
      output.append("Content-Length: ")
      output.append(decimal: UInt64(length))
      output.append("\r\n\r\n")
      if !isHead { writeDocument(to: &output, context) }
    }
    return RequestOutcome(status: status.code, bodyCount: isHead ? 0 : Int64(length))
  }

  /// Appends the document, which names the request of a context.
  package func writeDocument(to output: inout OutputSpan<UInt8>, _ context: RequestContext) {
    output.append("{\"type\":\"/problems/")
    output.append(slug)
    output.append("\",\"title\":\"")
    output.append(title)
    output.append("\",\"status\":")
    output.append(decimal: UInt64(status.code))
    output.append(",\"detail\":\"")
    output.append(detail)
    output.append("\",\"instance\":\"")
    output.append(bytes: context.id)
    output.append("\",\"code\":\"")
    output.append(slug)
    output.append("\",\"source\":\"")
    output.append(source)
    output.append("\",\"retryable\":")
    output.append(isRetryable ? "true" : "false")
    output.append("}\n")
  }

  /// Bytes of the document: it is printed once to learn its length, and again behind the head.
  package func documentLength(_ context: RequestContext) -> Int {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.documentMax) { buffer in
      var output = unsafe OutputSpan<UInt8>(buffer: buffer, initializedCount: 0)
      writeDocument(to: &output, context)
      return unsafe output.finalize(for: buffer)
    }
  }
}
