import Testing

@testable import Traces

@Suite struct SpanRecorderTests {
  private static func place(isSampled: Bool = true) throws -> RequestTrace {
    RequestTrace(
      traceID: try #require(TraceID(high: 1, low: 2)), spanID: try #require(SpanID(3)),
      parentID: nil, isSampled: isSampled)
  }

  private static func recorder(spansMax: Int = 8) -> SpanRecorder {
    var system = SystemRandomNumberGenerator()
    return SpanRecorder(spansMax: spansMax, random: TraceRandom(seededBy: &system)) { 7 }
  }

  @Test func `spans hang below one another`() async throws {
    let recorder = Self.recorder()
    let scope = TraceScope(try Self.place(), recorder: recorder)
    await TraceScope.$current.withValue(scope) {
      await withSpan("outer", attributes: [SpanAttribute("a", 1)]) {
        TraceScope.current?.begin("inner", .client)?.end(failure: "timedOut")
      }
    }
    let spans = recorder.drain()
    #expect(spans.map(\.name) == ["inner", "outer"])
    #expect(spans[1].place.parentID == SpanID(3))
    #expect(spans[0].place.parentID == spans[1].place.spanID)
    #expect(spans.allSatisfy { $0.place.traceID == TraceID(high: 1, low: 2) })
    #expect(spans[0].failure == "timedOut" && spans[0].kind == .client)
    #expect(spans[0].attributes == [SpanAttribute("error.type", "timedOut")])
    #expect(recorder.drain().isEmpty)
  }

  @Test func `what is thrown ends a span too`() async throws {
    struct Broken: Error {}
    let recorder = Self.recorder()
    let scope = TraceScope(try Self.place(), recorder: recorder)
    await #expect(throws: Broken.self) {
      try await TraceScope.$current.withValue(scope) {
        try await withSpan("broken") { throw Broken() }
      }
    }
    #expect(recorder.drain().map(\.failure) == ["Broken"])
  }

  @Test func `nothing is recorded of what is not sampled, or outside of any trace`() async throws {
    let recorder = Self.recorder()
    let scope = TraceScope(try Self.place(isSampled: false), recorder: recorder)
    await TraceScope.$current.withValue(scope) { await withSpan("x") {} }
    await withSpan("y") {}
    #expect(recorder.drain().isEmpty)
  }

  @Test func `what nobody takes away is lost and counted`() throws {
    let recorder = Self.recorder(spansMax: 2)
    let scope = TraceScope(try Self.place(), recorder: recorder)
    for _ in 0..<5 { scope.begin("x")?.end() }
    #expect(recorder.droppedCount == 3)
    #expect(recorder.drain().count == 2)
  }

  @Test func `texts and attributes are cut`() {
    let long = SpanAttribute("a", String(repeating: "ä", count: 300))
    guard case .text(let text) = long.value else {
      Issue.record("no text")
      return
    }
    #expect(text == String(repeating: "ä", count: 256))
    let record = SpanRecord(
      place: .none, name: "x", kind: .internal, start: 9, end: 3,
      attributes: Array(repeating: long, count: 40))
    #expect(record.attributes.count == 32 && record.end == 9)
  }

  @Test func `the span of a cached answer is kept in its place`() {
    let buffer = RequestSpanBuffer(capacity: 2)
    for path in ["/cdn/a?token=b", "/" + String(repeating: "x", count: 200), "/lost"] {
      buffer.append {
        $0.keep(target: Array(path.utf8).span, id: Array("client-made".utf8).span)
        $0.status = 200
      }
    }
    let spans = buffer.drain()
    #expect(spans.map(\.path) == ["/cdn/a", "/" + String(repeating: "x", count: 127)])
    #expect(spans.allSatisfy { $0.id == "client-made" })
    #expect(buffer.droppedCount == 1 && buffer.drain().isEmpty)
  }
}
