import FoundationEssentials
import Testing

@testable import Telemetry

struct AccessLogTests {
  struct Line: Decodable {
    let time, method, route, path: String
    let status, bytes, duration_us: Int
    let cache, peer, request_id, `protocol`: String
  }

  static let time = WallTime(nanosecondsSinceEpoch: 1_795_262_399_042_000_000)

  static func record(
    _ log: AccessLog, path: [UInt8] = Array("/cdn/abc".utf8), status: Int = 200,
    at time: WallTime = time, trace: AccessTrace? = nil
  ) {
    let route = Array("/cdn/{id}".utf8)
    let peer = Array("127.0.0.1".utf8)
    let id = Array("req-1".utf8)
    log.record(
      AccessRecord(
        method: "GET", route: route.span.bytes, path: path.span.bytes, status: status,
        bytesSent: 1024, durationMicroseconds: 17, cache: "HIT", peer: peer.span.bytes,
        requestID: id.span.bytes, protocolName: "HTTP/1.1", trace: trace),
      at: time)
  }

  /// What a log wrote and how much it lost.
  func written(_ format: LogFormat, _ body: (AccessLog) -> Void) -> String {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    let log = AccessLog(writer: writer, format: format)
    body(log)
    log.flush()
    #expect(writer.stop(within: .seconds(2)))
    return pipe.drain()
  }

  @Test func `a JSON line has every field`() throws {
    let text = written(.json) { Self.record($0) }
    #expect(
      text
        == #"{"time":"2026-11-21T11:59:59.042Z","method":"GET","route":"/cdn/{id}","#
        + #""path":"/cdn/abc","status":200,"bytes":1024,"duration_us":17,"cache":"HIT","#
        + #""peer":"127.0.0.1","request_id":"req-1","protocol":"HTTP/1.1"}"# + "\n")
    #expect(try JSONDecoder().decode(Line.self, from: Data(text.utf8)).bytes == 1024)
  }

  @Test func `a line shows the trace that its request is part of`() {
    let trace = AccessTrace(
      traceHigh: 0x4bf9_2f35_77b3_4da6, traceLow: 0xa3ce_929d_0e0e_4736, span: 0xf0_67aa_0ba9_02b7)
    #expect(
      written(.json) { Self.record($0, trace: trace) }.hasSuffix(
        #""protocol":"HTTP/1.1","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","#
          + #""span_id":"00f067aa0ba902b7"}"# + "\n"))
    #expect(
      written(.text) { Self.record($0, trace: trace) }.hasSuffix(
        " /cdn/{id} 4bf92f3577b34da6a3ce929d0e0e4736\n"))
  }

  @Test func `a text line has every field`() {
    let text = written(.text) { log in
      Self.record(log)
      let none: [UInt8] = []
      log.record(
        AccessRecord(
          method: "", route: none.span.bytes, path: none.span.bytes, status: 400,
          bytesSent: 0, durationMicroseconds: 0, cache: "", peer: none.span.bytes,
          requestID: none.span.bytes, protocolName: "HTTP/1.1"),
        at: WallTime(nanosecondsSinceEpoch: 0))
    }
    #expect(
      text == """
        2026-11-21T11:59:59.042Z GET "/cdn/abc" 200 1024B 17us HIT 127.0.0.1 req-1 HTTP/1.1 /cdn/{id}
        1970-01-01T00:00:00.000Z - "" 400 0B 0us - - - HTTP/1.1 -

        """)
  }

  @Test func `hostile bytes stay one valid JSON line`() throws {
    let hostile: [UInt8] = (0..<64).flatMap { _ in [0x22, 0x0A, 0x00, 0xFF, 0x5C, 0xE2, 0x80, 0xA8]
    }
    let text = written(.json) { Self.record($0, path: hostile) }
    #expect(text.utf8.count { $0 == 0x0A } == 1)
    let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
    #expect(line.path.hasPrefix("\"\n\0\u{FFFD}\\\u{2028}"))
    #expect(line.path.unicodeScalars.count == 32 * 6)
  }

  @Test func `full buffers are handed over and come back`() {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    let log = AccessLog(writer: writer, format: .text, bufferSize: 16_384, bufferCount: 2)
    var count = 0
    for _ in 0..<40 {
      for _ in 0..<50 { Self.record(log) }
      log.flush()
      while !writer.flush(within: .zero) { count += pipe.drain().utf8.count { $0 == 0x0A } }
    }
    #expect(writer.stop(within: .seconds(2)))
    count += pipe.drain().utf8.count { $0 == 0x0A }
    #expect(count == 2000)
    #expect(log.tally.recordedCount == 2000)
    #expect(log.tally.droppedCount == 0)
  }

  @Test func `lines are dropped and counted when no buffer is free`() {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    let log = AccessLog(writer: writer, format: .json, bufferSize: 16_384, bufferCount: 2)
    for _ in 0..<1000 { Self.record(log) }
    #expect(log.tally.droppedCount > 0)
    #expect(log.tally.recordedCount + log.tally.droppedCount == 1000)
    let kept = Int(log.tally.recordedCount)
    let text = pipe.drain { $0.utf8.count { $0 == 0x0A } == kept }
    #expect(text.utf8.count { $0 == 0x0A } == kept)
    #expect(writer.stop(within: .seconds(2)))
    Self.record(log)
    log.flush()
    #expect(log.tally.recordedCount == UInt64(kept))
    #expect(log.tally.droppedCount == UInt64(1001 - kept))
  }

  @Test func `a buffer is handed over when its first line is old`() {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    let log = AccessLog(writer: writer, format: .text)
    func after(_ milliseconds: Int64) -> WallTime {
      WallTime(
        nanosecondsSinceEpoch: Self.time.nanosecondsSinceEpoch + milliseconds * 1_000_000)
    }
    log.flushRipe(at: after(5000))
    Self.record(log)
    Self.record(log, at: after(900))
    log.flushRipe(at: after(999))
    writer.flush(within: .seconds(2))
    #expect(pipe.drain() == "")
    log.flushRipe(at: after(1000))
    writer.flush(within: .seconds(2))
    #expect(pipe.drain().utf8.count { $0 == 0x0A } == 2)
    #expect(writer.stop(within: .seconds(2)))
  }

  @Test(arguments: [
    (AccessSampling.everything, 12), (.nothing, 0), (.one(in: 5), 4), (.one(in: 1), 12),
  ])
  func `sampling keeps a share and every failure`(sampling: AccessSampling, count: Int) {
    let text = written(.text) { log in
      log.sampling = sampling
      for _ in 0..<10 { Self.record(log) }
      Self.record(log, status: 502)
      Self.record(log, status: 500)
    }
    #expect(text.utf8.count { $0 == 0x0A } == count)
  }
}
