package import HTTP
package import JSON
package import Traces

/// A problem that a request has met: becomes a problem document (RFC 9457).
package struct Problem: Error, Sendable {
  /// Whose fault it is, as far as can be told.
  package enum Source: String, CaseIterable, Sendable {
    case client, floe, upstream
  }

  /// What kind of problem it is, and whose fault.
  package var type: ProblemType
  package var source: Source
  /// What is wrong in this case: one sentence for a person.
  package var detail: String?
  /// Extension members, after the standard ones.
  package var members: [JSONValue.Member]
  /// Seconds after which to try again; 429 and 503 always name some.
  package var retryAfter: Int?
  /// `Cache-Control` of the response; `no-store` when nil.
  package var cacheControl: String?
  /// Further fields of the response, such as `Allow`.
  package var fields: HTTPFields
  /// How the cache took part, for counters and the access log.
  package var cache: RequestOutcome.CacheResult = .none

  /// A problem; by default it is the client's below 500, and ours from there on.
  package init(
    _ type: ProblemType, source: Source? = nil, detail: String? = nil,
    members: [JSONValue.Member] = [], retryAfter: Int? = nil, cacheControl: String? = nil,
    fields: HTTPFields = HTTPFields()
  ) {
    self.type = type
    self.source = source ?? (type.status.code < 500 ? .client : .floe)
    self.detail = detail
    self.members = members
    self.retryAfter = retryAfter
    self.cacheControl = cacheControl
    self.fields = fields
  }

  /// The problem document.
  ///
  /// - Parameters:
  ///   - instance: the request's id.
  ///   - trace: the trace that the request is part of.
  package func document(instance: String, trace: TraceID? = nil) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("type", .string(type.address)), .init("title", .string(type.title)),
      .init("status", .integer(Int64(type.status.code))),
    ]
    if let detail { members.append(.init("detail", .string(detail))) }
    members.append(.init("instance", .string(instance)))
    members.append(.init("source", .string(source.rawValue)))
    if let trace { members.append(.init("traceId", .string(trace.text))) }
    return .object(members + self.members)
  }
}
