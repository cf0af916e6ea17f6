internal import JSON
internal import Traces

/// A report in the form of Sentry's envelopes: a line of headers, a line about the only item, the
/// event.
package struct SentryEnvelope: Sendable {
  /// What every report of this process says.
  package struct Origin: Sendable, Hashable {
    /// The version of the program, where it runs, and which of its processes this is.
    package var release: String
    package var environment: String
    package var instanceID: String

    /// An origin of these parts.
    package init(release: String, environment: String, instanceID: String) {
      self.release = release
      self.environment = environment
      self.instanceID = instanceID
    }
  }

  /// The bytes of the request's content.
  package let bytes: [UInt8]

  /// The envelope of an event.
  ///
  /// - Parameters:
  ///   - id: 32 hexadecimal digits that name it.
  ///   - milliseconds: when it happened, since 1970.
  ///   - repetitions: how often the same happened since the last report of it.
  package init(
    _ event: ErrorEvent, id: String, at milliseconds: Int64, repetitions: Int, from origin: Origin
  ) {
    let payload = Self.payload(event, id, milliseconds, repetitions, origin).bytes
    var bytes = JSONValue.object([.init("event_id", .string(id))]).bytes
    bytes.append(0x0a)
    bytes +=
      JSONValue.object([
        .init("type", "event"), .init("content_type", "application/json"),
        .init("length", .integer(Int64(payload.count))),
      ]).bytes
    bytes.append(0x0a)
    bytes += payload
    bytes.append(0x0a)
    self.bytes = bytes
  }

  private static func payload(
    _ event: ErrorEvent, _ id: String, _ milliseconds: Int64, _ repetitions: Int, _ origin: Origin
  ) -> JSONValue {
    var tags: [JSONValue.Member] = []
    if let requestID = event.requestID { tags.append(.init("request_id", .string(requestID))) }
    if let route = event.route { tags.append(.init("route", .string(route))) }
    var members: [JSONValue.Member] = [
      .init("event_id", .string(id)), .init("timestamp", .decimal(Double(milliseconds) / 1000)),
      .init("platform", "other"), .init("level", .string(event.level.rawValue)),
      .init("logger", .string(event.logger)), .init("release", .string("floe@\(origin.release)")),
      .init("environment", .string(origin.environment)),
      .init("server_name", .string(origin.instanceID)),
    ]
    if let route = event.route { members.append(.init("transaction", .string(route))) }
    members += [
      .init(
        "exception",
        [
          "values": [
            [
              "type": .string(event.type), "value": .string(event.detail),
              "mechanism": ["type": "generic", "handled": .bool(event.level != .fatal)],
            ]
          ]
        ]),
      .init("fingerprint", .array(event.fingerprint.map(JSONValue.string))),
      .init("tags", .object(tags)),
      .init("extra", ["repetitions": .integer(Int64(repetitions))]),
    ]
    if let traceID = event.traceID, let spanID = event.spanID {
      members.append(
        .init(
          "contexts",
          [
            "trace": [
              "type": "trace", "trace_id": .string(traceID.text),
              "span_id": .string(spanID.text), "op": "http.server",
            ]
          ]))
    }
    return .object(members)
  }
}
