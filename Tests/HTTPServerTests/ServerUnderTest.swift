import Bytes
import EventLoops
import HTTP
import HTTPServer
import Routing
import Locks
import Transport

/// A server on a port of its own, with a path for each thing a connection has to get right.
///
/// `/inline` answers on the loop, and `/peer` whom it takes the client for; `/inline/large` more than a socket takes at once; everything
/// else goes to `EchoHandler` on a task.
struct ServerUnderTest {
  let listeners: HTTPListeners
  let loops: [EventLoop]
  let log: OutcomeLog

  var port: UInt16 { listeners.port }

  static func start(
    loops count: Int = 1, port: UInt16 = 0, limits: ServerLimits = ServerLimits(),
    filter: (any AddressFilter)? = nil
  ) async throws -> ServerUnderTest {
    let loops = (0..<count).map { EventLoop.start(name: "test-\($0)") }
    let log = OutcomeLog()
    let listeners = try await HTTPListeners(
      loops: loops, address: SocketAddress(host: "127.0.0.1", port: port),
      gate: ConnectionGate(limits)
    ) { index in
      ShardServices(
        responder: FixedResponder(), handler: EchoHandler(loop: loops[index]),
        observer: LoggingObserver(log: log), filter: filter)
    }
    await listeners.listen()
    return ServerUnderTest(listeners: listeners, loops: loops, log: log)
  }

  func stop() async {
    await listeners.drain(milliseconds: 200)
    for loop in loops { loop.stop() }
  }
}

/// Statuses in the order in which requests finished.
final class OutcomeLog: Sendable {
  private let outcomes = Mutex<[RequestOutcome]>([])
  var all: [RequestOutcome] { outcomes.withLock { $0 } }
  func add(_ outcome: RequestOutcome) { outcomes.withLock { $0.append(outcome) } }
}

final class LoggingObserver: RequestObserver {
  let log: OutcomeLog
  init(log: OutcomeLog) { self.log = log }
  func finished(
    _ outcome: RequestOutcome, method: Method, target: Span<UInt8>, context: RequestContext
  ) {
    log.add(outcome)
  }
}

/// Answers `/inline` with two bytes and `/inline/large` with `largeSize`.
final class FixedResponder: InlineResponder {
  static let largeSize = 8 << 20
  let small: [UInt8] = Array("ok".utf8)
  let large = LargeBody()

  func respond(
    to head: RequestHead, in bytes: Span<UInt8>, context: RequestContext, into sink: ResponseSink
  ) -> Disposition {
    let path = head.path(in: bytes)
    if path.equals("/peer") {
      let peer = context.peerText
      sink.appendHead { output in
        output.append("HTTP/1.1 200 OK\r\n")
        context.writeCommonFields(to: &output)
        output.append("Content-Length: ")
        output.append(decimal: UInt64(peer.count))
        output.append("\r\n\r\n")
        output.append(bytes: peer)
      }
      return .responded(RequestOutcome(status: 200, bodyCount: Int64(peer.count)))
    }
    let isLarge = path.equals("/inline/large")
    guard isLarge || path.equals("/inline") else { return .declined }
    let length = isLarge ? Self.largeSize : 2
    sink.appendHead { output in
      output.append("HTTP/1.1 200 OK\r\n")
      context.writeCommonFields(to: &output)
      output.append("Content-Length: ")
      output.append(decimal: UInt64(length))
      output.append("\r\n\r\n")
      if !isLarge {
        output.append(UInt8(ascii: "o"))
        output.append(UInt8(ascii: "k"))
      }
    }
    if isLarge {
      unsafe sink.append(UnsafeRawBufferPointer(large.bytes), in: .memory, owner: large)
    }
    return .responded(RequestOutcome(status: 200, bodyCount: Int64(length), cache: .hit))
  }
}

final class LargeBody {
  let bytes = UnsafeMutableRawBufferPointer.allocate(
    byteCount: FixedResponder.largeSize, alignment: 1)
  init() { for index in 0..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index % 251) } }
  deinit { bytes.deallocate() }
}

/// `POST /echo` gives the body back; `/slow` waits; `/broken` stops half-way; `/stream` has no
/// length.
struct EchoHandler: RequestHandler {
  let loop: EventLoop

  func respond(to request: Request) async -> Response {
    let path = String(decoding: request.bytes, as: UTF8.self).split(separator: " ")[1]
    switch path {
    case "/echo":
      do throws(RequestBodyError) {
        return Response(.ok, body: .bytes(try await request.body.collect(limit: 1 << 20)))
      } catch {
        switch error {
        case .malformed: return Response(.badRequest)
        case .timedOut: return Response(.requestTimeout)
        default: return Response(.contentTooLarge)
        }
      }
    case "/peer/task": return Response(.ok, body: .bytes(Array("\(request.peer)".utf8)))
    case "/slow":
      await loop.sleep(milliseconds: 20)
      return Response(.ok, body: .bytes(Array("slow".utf8)))
    case "/broken": return Response(.ok, body: .source(BrokenSource(length: 10)))
    case "/broken/unknown": return Response(.ok, body: .source(BrokenSource(length: nil)))
    case "/stream": return Response(.ok, body: .source(CountingSource()))
    case "/ignore": return Response(.ok)
    default: return Response(.notFound)
    }
  }
}

final class OwnedText {
  let bytes: UnsafeMutableRawBufferPointer
  init(_ text: String) {
    bytes = .allocate(byteCount: text.utf8.count, alignment: 1)
    bytes.copyBytes(from: text.utf8)
  }
  deinit { bytes.deallocate() }
  var piece: BodyPiece { unsafe BodyPiece(memory: UnsafeRawBufferPointer(bytes), owner: self) }
}

final class BrokenSource: BodySource {
  struct Cut: Error {}
  let length: Int64?
  var given = false
  init(length: Int64?) { self.length = length }
  func next() async throws -> BodyPiece? {
    if given { throw Cut() }
    given = true
    return OwnedText("12345").piece
  }
}

final class CountingSource: BodySource {
  var length: Int64? { nil }
  var count = 0
  func next() async throws -> BodyPiece? {
    count += 1
    return count > 5 ? nil : OwnedText("piece \(count);").piece
  }
}
