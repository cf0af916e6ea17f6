package import JSON
package import Traces

/// Spans as the body of a request to `/v1/traces`, in the JSON of OTLP 1: names in camel case, ids in
/// hexadecimal digits, numbers of 64 bits as strings, enumerations as numbers.
package enum SpanDocument {
  /// The document of some spans, all from one resource.
  package static func json(_ spans: [SpanRecord], from resource: ExportResource) -> JSONValue {
    [
      "resourceSpans": [
        [
          "resource": ["attributes": attributes(resource.attributes)],
          "scopeSpans": [
            [
              "scope": [
                "name": "floe", "version": .string(resource.serviceVersion),
              ],
              "spans": .array(spans.map(json)),
            ]
          ],
        ]
      ]
    ]
  }

  private static func json(_ span: SpanRecord) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("traceId", .string(span.place.traceID.text)),
      .init("spanId", .string(span.place.spanID.text)),
    ]
    if let parent = span.place.parentID {
      members.append(.init("parentSpanId", .string(parent.text)))
    }
    if let state = span.state { members.append(.init("traceState", .string(state.text))) }
    members += [
      // The flags of W3C: what is here was sampled.
      .init("flags", 1), .init("name", .string(span.name)),
      .init("kind", .integer(Int64(span.kind.rawValue))),
      .init("startTimeUnixNano", .string(String(span.start))),
      .init("endTimeUnixNano", .string(String(span.end))),
      .init("attributes", attributes(span.attributes)),
    ]
    // 2 is an error; what went well says nothing.
    if let failure = span.failure {
      members.append(.init("status", ["code": 2, "message": .string(failure)]))
    }
    return .object(members)
  }

  private static func attributes(_ attributes: [SpanAttribute]) -> JSONValue {
    .array(
      attributes.map { attribute in
        let value: JSONValue =
          switch attribute.value {
          case .text(let text): ["stringValue": .string(text)]
          case .integer(let number): ["intValue": .string(String(number))]
          case .bool(let isTrue): ["boolValue": .bool(isTrue)]
          }
        return ["key": .string(attribute.name), "value": value]
      })
  }
}
