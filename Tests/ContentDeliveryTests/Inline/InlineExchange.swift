import Bytes
import HTTP
import Routing
import Testing

@testable import ContentDelivery

/// One shard with contents, asked as a connection would ask it.
final class InlineExchange {
  /// What was put into the sink.
  struct Answer {
    var outcome: RequestOutcome
    var head: String
    var body: [UInt8]
    /// Segments of each kind.
    var memorySegments = 0
    var fileSegments = 0

    var status: String { String(head.prefix { $0 != "\r\n" }) }

    /// The value of a field.
    func value(_ name: String) -> String? {
      for line in head.split(separator: "\r\n").dropFirst() {
        let colon = line.firstIndex(of: ":")!
        if line[..<colon] == name { return String(line[colon...].dropFirst(2)) }
      }
      return nil
    }

    /// The names of all fields, in order.
    var names: [String] {
      head.split(separator: "\r\n").dropFirst().map { String($0.prefix { $0 != ":" }) }
    }
  }

  /// An admission that lets through whom it is told to.
  final class Admission: InlineAdmission {
    var meter: UInt32? = 0
    var lines = ""
    private(set) var askedCount = 0

    func admit(_ head: RequestHead, in bytes: Span<UInt8>, context: RequestContext) -> UInt32? {
      askedCount += 1
      let lines = Array(lines.utf8)
      if meter != nil { context.writeAdmittedLines { $0.append(bytes: lines.span) } }
      return meter
    }
  }

  let admission = Admission()
  let shard: ContentShard
  let responder: ContentInlineResponder
  let head = RequestHead()
  let sink = ResponseSink()
  let context: RequestContext

  init(at seconds: Int64 = 1234) {
    shard = ContentShard(
      index: 0, secret: SampleContent.secret,
      limits: MemoryTierLimits(bytes: 64 << 20, shardCount: 1, filesMax: 8))
    responder = ContentInlineResponder(
      shard: shard, admission: admission,
      routes: InlineRoutes(
        content: 1, contentPatch: 2, blob: 3, object: 4, quiltPatch: 5, namedPatch: 6,
        cid: 7))
    context = RequestContext(clock: { 5_000_000 })
    context.begin(
      at: 4_000_000, from: PeerAddress(ipv4: 0, port: 0), closesConnection: false)
    context.setTime(seconds: seconds, millisecond: 0)
    let id = Array("request-1".utf8)
    context.setID(id.span)
  }

  /// The answer to a request, or nil when it was declined.
  func answer(_ text: String) -> Answer? {
    let bytes = Array(text.utf8)
    var parser = RequestParser()
    guard case .complete = parser.parse(bytes.span, into: head, limits: RequestLimits()) else {
      fatalError("the request of a test is malformed: \(text)")
    }
    sink.reset()
    let disposition = responder.respond(
      to: head, in: bytes.span, context: context, into: sink)
    guard case .responded(let outcome) = disposition else {
      precondition(sink.isEmpty, "declined, but the sink is not as it was")
      return nil
    }
    return collect(outcome)
  }

  /// GET of a path with further field lines.
  func get(_ path: String, _ fields: String...) -> Answer? {
    answer(request("GET", path, fields))
  }

  /// The text of a request.
  func request(_ method: String, _ path: String, _ fields: [String]) -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: edge\r\n"
      + fields.map { $0 + "\r\n" }.joined() + "\r\n"
  }

  private func collect(_ outcome: RequestOutcome) -> Answer {
    var bytes: [UInt8] = []
    var answer = Answer(outcome: outcome, head: "", body: [])
    for index in 0..<sink.segmentCount {
      let segment = sink.segments[index]
      switch segment.place {
      case .head:
        bytes += UnsafeBufferPointer(start: sink.slab + segment.offset, count: segment.count)
      case .memory:
        bytes += UnsafeRawBufferPointer(start: segment.address, count: segment.count)
        answer.memorySegments += 1
      case .file:
        let content = segment.owner!.takeUnretainedValue() as! StoredContent
        bytes += content.body.copyBytes(
          from: segment.offset, upTo: segment.offset + segment.count)
        answer.fileSegments += 1
      }
    }
    #expect(bytes.count == sink.byteCount)
    let text = Array("\r\n\r\n".utf8)
    let end = (0...bytes.count - 4).first { Array(bytes[$0..<$0 + 4]) == text }!
    answer.head = String(decoding: bytes[..<end], as: UTF8.self)
    answer.body = Array(bytes[(end + 4)...])
    return answer
  }
}
