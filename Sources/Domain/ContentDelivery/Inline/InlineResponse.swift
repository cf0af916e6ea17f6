internal import Bytes
internal import HTTP
internal import Routing

/// One response from an entry, while it is put into the sink.
///
/// `@safe`: the entry is in its shard's table for the whole turn in which this exists.
@safe
struct InlineResponse: ~Copyable {
  private let entry: UnsafeMutablePointer<ContentEntry>
  let context: RequestContext

  /// What was sent, for the outcome.
  typealias Sent = (status: UInt16, bodyCount: Int)

  /// A response to the request in hand.
  @inline(__always)
  init(entry: UnsafeMutablePointer<ContentEntry>, context: RequestContext) {
    unsafe self.entry = entry
    self.context = context
  }

  /// Whether the body can be sent from one address or one file.
  @inline(__always)
  var hasBodyInOneRun: Bool { unsafe entry.pointee.body != nil || entry.pointee.length == 0 }

  /// What conditions and ranges ask for.
  @inline(__always)
  func plan(for head: RequestHead, in bytes: Span<UInt8>) -> ResponsePlan {
    let extents = unsafe entry.pointee.extents
    // Without its quotes.
    let tag = unsafe Span<UInt8>(
      _unsafeStart: entry.pointee.lines.assumingMemoryBound(to: UInt8.self)
        + Int(extents.tagStart) + 1,
      count: max(Int(extents.tagEnd) - Int(extents.tagStart) - 2, 0))
    return ResponsePlan.decide(
      head: head, bytes: bytes,
      representation: Representation(size: UInt64(unsafe entry.pointee.length), entityTag: tag),
      now: HTTPDate(seconds: context.nowSeconds))
  }

  /// Whether what a plan says can be sent from here, without a task.
  @inline(__always)
  func canSend(_ plan: ResponsePlan, isHead: Bool) -> Bool {
    switch plan {
    case .full: isHead || hasBodyInOneRun
    case .partial: hasBodyInOneRun
    case .multipart: false
    case .notModified, .preconditionFailed, .rangeNotSatisfiable: true
    }
  }

  // MARK: 200

  /// Sends all of the content.
  @inline(__always)
  func sendWhole(into sink: ResponseSink) -> Sent {
    let length = unsafe entry.pointee.length
    let isCopied = length <= ContentInlineResponder.copiedMax
    var copied = 0
    sink.appendHead { output in
      writeWholeHead(to: &output)
      if isCopied {
        copied = min(length, output.freeCapacity)
        write(bodyUpTo: copied, to: &output)
      }
    }
    if copied < length { appendBody(from: copied, count: length - copied, to: sink) }
    return (200, length)
  }

  /// Sends the head of a 200 to a HEAD request.
  @inline(never)
  func sendHead(into sink: ResponseSink) -> Sent {
    sink.appendHead { writeWholeHead(to: &$0) }
    return (200, 0)
  }

  @inline(__always)
  private func writeWholeHead(to output: inout OutputSpan<UInt8>) {
    output.append("HTTP/1.1 200 OK\r\n")
    context.writeCommonFields(to: &output)
    writeAge(to: &output)
    write(linesUpTo: unsafe entry.pointee.extents.whole, to: &output)
    output.append("\r\n")
  }

  // MARK: 206 and 304

  /// Sends one range of the content.
  @inline(never)
  func send(_ range: ByteRange, into sink: ResponseSink) -> Sent {
    let count = Int(range.count)
    sink.appendHead { output in
      output.append("HTTP/1.1 206 Partial Content\r\n")
      context.writeCommonFields(to: &output)
      writeAge(to: &output)
      write(linesUpTo: unsafe entry.pointee.extents.type, to: &output)
      output.append("Content-Range: ")
      ContentRange.print(range, size: UInt64(unsafe entry.pointee.length), into: &output)
      output.append("\r\nContent-Length: ")
      output.append(decimal: UInt64(count))
      output.append("\r\n\r\n")
    }
    appendBody(from: Int(range.first), count: count, to: sink)
    return (206, count)
  }

  /// Says that the client has it already.
  @inline(never)
  func sendNotModified(into sink: ResponseSink) -> Sent {
    sink.appendHead { output in
      output.append("HTTP/1.1 304 Not Modified\r\n")
      context.writeCommonFields(to: &output)
      writeAge(to: &output)
      write(linesUpTo: unsafe entry.pointee.extents.validating, to: &output)
      output.append("\r\n")
    }
    return (304, 0)
  }

  // MARK: Pieces

  /// The fields of a hit that change with time: RFC 9111 §5.1, RFC 9211.
  @inline(__always)
  private func writeAge(to output: inout OutputSpan<UInt8>) {
    let now = context.nowSeconds
    output.append("X-Cache: HIT\r\nCache-Status: floe; hit; ttl=")
    output.append(decimal: UInt64(clamping: unsafe entry.pointee.freshUntil &- now))
    output.append("\r\nAge: ")
    output.append(decimal: UInt64(clamping: unsafe now &- entry.pointee.storedAt))
    output.append("\r\n")
  }

  @inline(__always)
  func write(linesUpTo end: UInt16, to output: inout OutputSpan<UInt8>) {
    let start = unsafe entry.pointee.lines.assumingMemoryBound(to: UInt8.self)
    let lines = unsafe Span<UInt8>(_unsafeStart: start, count: Int(end))
    output.append(bytes: lines)
  }

  @inline(__always)
  private func write(bodyUpTo end: Int, to output: inout OutputSpan<UInt8>) {
    guard let body = unsafe entry.pointee.body else { return }
    let start = unsafe body.assumingMemoryBound(to: UInt8.self)
    let bytes = unsafe Span<UInt8>(_unsafeStart: start, count: end)
    output.append(bytes: bytes)
  }

  @inline(__always)
  private func appendBody(from start: Int, count: Int, to sink: ResponseSink) {
    guard let body = unsafe entry.pointee.body else { return }
    // Lent to the sink without counting a reference: the entry holds one.
    unsafe entry.pointee.content._withUnsafeGuaranteedRef { content in
      let inPages = unsafe entry.pointee.hasOwnPages
      let isLent = inPages && count >= ContentInlineResponder.sentAsPagesMin
      unsafe sink.append(
        UnsafeRawBufferPointer(start: body + start, count: count),
        in: isLent ? .pages : .memory, owner: content)
    }
  }

  /// The lines of the content that every status carries.
  func writeGeneralLines(to output: inout OutputSpan<UInt8>) {
    write(linesUpTo: unsafe entry.pointee.extents.general, to: &output)
  }

  /// Bytes of the content.
  var length: Int { unsafe entry.pointee.length }
}
