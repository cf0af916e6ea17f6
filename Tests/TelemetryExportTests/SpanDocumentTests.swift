import HTTPClient
import JSON
import Testing
import Traces

@testable import TelemetryExport

@Suite struct SpanDocumentTests {
  @Test func `a span is written as OTLP says`() throws {
    let record = SpanRecord(
      place: RequestTrace(
        traceID: try #require(TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)),
        spanID: try #require(SpanID(0x00f0_67aa_0ba9_02b7)), parentID: SpanID(1), isSampled: true),
      name: "GET /cdn/{id}", kind: .server, start: 1_795_529_000_000_000_001,
      end: 1_795_529_000_000_000_002,
      attributes: [
        SpanAttribute("http.route", "/cdn/{id}"), SpanAttribute("http.response.status_code", 503),
        SpanAttribute("flag", true),
      ], failure: "503", state: TraceState(Array("a=1".utf8).span))
    let resource = ExportResource(
      serviceName: "floe", serviceVersion: "0.1.0", instanceID: "i", environment: "test")
    let text = SpanDocument.json([record], from: resource).text
    #expect(
      text.hasSuffix(
        """
        "scopeSpans":[{"scope":{"name":"floe","version":"0.1.0"},"spans":[\
        {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",\
        "parentSpanId":"0000000000000001","traceState":"a=1","flags":1,"name":"GET /cdn/{id}",\
        "kind":2,"startTimeUnixNano":"1795529000000000001",\
        "endTimeUnixNano":"1795529000000000002","attributes":[\
        {"key":"http.route","value":{"stringValue":"/cdn/{id}"}},\
        {"key":"http.response.status_code","value":{"intValue":"503"}},\
        {"key":"flag","value":{"boolValue":true}}],\
        "status":{"code":2,"message":"503"}}]}]}]}
        """), "\(text)")
    #expect(text.contains(#"{"key":"service.name","value":{"stringValue":"floe"}}"#))
    #expect(text.contains(#"{"key":"service.instance.id","value":{"stringValue":"i"}}"#))
  }

  @Test(arguments: [
    ("", [UpstreamField]()), ("a=b", [UpstreamField("a", "b")]),
    (" a = b , c=d%20e%3D", [UpstreamField("a", "b"), UpstreamField("c", "d e=")]),
    ("authorization=Basic eDp5==", [UpstreamField("authorization", "Basic eDp5==")]),
  ])
  func `fields are read as pairs`(text: String, fields: [UpstreamField]) {
    #expect(ExportFields.parse(text) == fields)
  }

  @Test(arguments: ["a", "=b", "a=%", "a=%2", "a=%zz", "a b=c", "a=%0d%0aX: y", "a=%ff"])
  func `a malformed pair is no field`(text: String) {
    #expect(ExportFields.parse(text) == nil)
  }

  @Test(arguments: [
    ("{}", 0), ("", 0), ("no json", 0), (#"{"partialSuccess":{}}"#, 0),
    (#"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}}"#, 3),
    (#"{"partialSuccess":{"rejectedSpans":2}}"#, 2),
  ])
  func `an answer says how many it did not take`(body: String, count: Int) {
    #expect(SpanExporter.rejectedCount(Array(body.utf8)) == count)
  }
}
