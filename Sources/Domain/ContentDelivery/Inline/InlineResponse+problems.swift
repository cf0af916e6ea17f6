internal import Bytes
internal import HTTP
internal import Routing

/// The two problems that are found on the loop, as documents (RFC 9457): the same as the task path
/// answers with.
extension InlineResponse {
  /// Says that the content is not the one that the client supposes.
  @inline(never)
  borrowing func sendPreconditionFailed(isHead: Bool, into sink: ResponseSink) -> Sent {
    sendProblem(
      .preconditionFailed, isHead: isHead, slug: "precondition-failed",
      title: "Precondition failed",
      detail: "The content is not the one that If-Match or If-Unmodified-Since names.", into: sink)
  }

  /// Says that no range lies in the content, and how long that is.
  @inline(never)
  borrowing func sendRangeNotSatisfiable(into sink: ResponseSink) -> Sent {
    sendProblem(
      .rangeNotSatisfiable, slug: "range-not-satisfiable", title: "Range not satisfiable",
      detail: "The content has no bytes in this range; Content-Range tells its length.",
      into: sink)
  }

  /// To HEAD goes the head alone: bytes after it would be taken for the next response.
  private borrowing func sendProblem(
    _ status: Status, isHead: Bool = false, slug: StaticString, title: StaticString,
    detail: StaticString,
    into sink: ResponseSink
  ) -> Sent {
    // The document with everything of changing size left out is 118 bytes.
    let count =
      118 + 2 * slug.utf8CodeUnitCount + title.utf8CodeUnitCount + detail.utf8CodeUnitCount
      + requestIDCount
    sink.appendHead { output in
      output.append("HTTP/1.1 ")
      output.append(decimal: UInt64(status.code))
      output.append(ASCII.space)
      output.append(status.reason)
      output.append("\r\n")
      writeCommonFields(to: &output)
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
      guard !isHead else { return }
      output.append("{\"type\":\"/problems/")
      output.append(slug)
      output.append("\",\"title\":\"")
      output.append(title)
      output.append("\",\"status\":")
      output.append(decimal: UInt64(status.code))
      output.append(",\"detail\":\"")
      output.append(detail)
      output.append("\",\"instance\":\"")
      writeRequestID(to: &output)
      output.append("\",\"code\":\"")
      output.append(slug)
      output.append("\",\"source\":\"client\",\"retryable\":false}\n")
    }
    return (status.code, isHead ? 0 : count)
  }
}
