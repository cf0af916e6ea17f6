internal import Bytes
internal import HTTP
internal import Routing

/// The two problems that are found on the loop, as documents (RFC 9457): the same as the task path
/// answers with.
extension InlineResponse {
  /// Says that the content is not the one that the client supposes.
  @inline(never)
  borrowing func sendPreconditionFailed(isHead: Bool, into sink: ResponseSink) -> Sent {
    send(
      InlineProblem(
        .preconditionFailed, slug: "precondition-failed", title: "Precondition failed",
        detail: "The content is not the one that If-Match or If-Unmodified-Since names.",
        source: "client", isRetryable: false, retryAfter: nil),
      isHead: isHead, into: sink)
  }

  /// Says that no range lies in the content, and how long that is.
  @inline(never)
  borrowing func sendRangeNotSatisfiable(into sink: ResponseSink) -> Sent {
    send(
      InlineProblem(
        .rangeNotSatisfiable, slug: "range-not-satisfiable", title: "Range not satisfiable",
        detail: "The content has no bytes in this range; Content-Range tells its length.",
        source: "client", isRetryable: false, retryAfter: nil),
      isHead: false, into: sink)
  }

  /// To HEAD goes the head alone: bytes after it would be taken for the next response.
  private borrowing func send(
    _ problem: InlineProblem, isHead: Bool, into sink: ResponseSink
  ) -> Sent {
    let status = problem.status
    let count = problem.documentLength(context)
    sink.appendHead { output in
      output.append("HTTP/1.1 ")
      output.append(decimal: UInt64(status.code))
      output.append(ASCII.space)
      output.append(status.reason)
      output.append("\r\n")
      context.writeCommonFields(to: &output)
      writeGeneralLines(to: &output)
      if status == .rangeNotSatisfiable {
        output.append("Content-Range: ")
        ContentRange.printUnsatisfied(size: UInt64(length), into: &output)
        output.append("\r\n")
      }
      output.append("X-Cache: HIT\r\nCache-Status: floe; hit\r\nCache-Control: no-store\r\n")
      output.append("Content-Type: application/problem+json\r\nContent-Length: ")
      output.append(decimal: UInt64(count))
      output.append("\r\n\r\n")
      if !isHead { problem.writeDocument(to: &output, context) }
    }
    return (status.code, isHead ? 0 : count)
  }
}
