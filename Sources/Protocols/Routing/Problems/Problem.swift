package import HTTP
package import JSON
package import Traces

/// A problem that a request has met: becomes a problem document (RFC 9457).
package struct Problem: Error, Sendable {
  /// Whose fault it is, as far as can be told.
  package enum Source: String, CaseIterable, Sendable {
    /// Who sent the request.
    case client
    /// This server.
    case edge
    /// Whom this server asked.
    case upstream
  }

  /// What kind of problem it is, and whose fault.
  package var type: ProblemType
  package var source: Source
  /// What is wrong in this case: one sentence for a person.
  package var detail: String?
  /// Extension members, after the standard ones.
  package var members: [JSONValue.Member]
  /// Seconds after which to try again; a 429 or 503 that may be sent again always names some.
  package var retryAfter: Int?
  /// `Cache-Control` of the response; `no-store` when nil.
  package var cacheControl: String?
  /// Further fields of the response, such as `Allow`.
  package var fields: HTTPFields
  /// How the cache took part, for counters and the access log.
  package var cache: RequestOutcome.CacheResult = .none

  /// Seconds named by a 429 or 503 that does not know better.
  package static let retryAfterDefault = 1

  /// A problem; by default its source is that of its type.
  package init(
    _ type: ProblemType, source: Source? = nil, detail: String? = nil,
    members: [JSONValue.Member] = [], retryAfter: Int? = nil, cacheControl: String? = nil,
    fields: HTTPFields = HTTPFields()
  ) {
    self.type = type
    self.source = source ?? type.source
    self.detail = detail
    self.members = members
    self.retryAfter = retryAfter
    self.cacheControl = cacheControl
    self.fields = fields
  }

  /// Whether the same request may go well when it is sent again, unchanged.
  package var isRetryable: Bool { retryAfter != nil || type.isRetryable }

  /// The seconds of `Retry-After`; nil where the response has none.
  package var retryAfterSeconds: Int? {
    if let retryAfter { return max(retryAfter, 0) }
    guard isRetryable, [429, 503].contains(type.status.code) else { return nil }
    return Self.retryAfterDefault
  }

  /// The problem document: the members of RFC 9457, then `code`, which is the last part of the type
  /// and never changes, whose fault it is, and whether to send the request again.
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
    members.append(.init("code", .string(type.slug)))
    members.append(.init("source", .string(source.rawValue)))
    members.append(.init("retryable", .bool(isRetryable)))
    if let seconds = retryAfterSeconds {
      members.append(.init("retryAfter", .integer(Int64(seconds))))
    }
    if let trace { members.append(.init("traceId", .string(trace.text))) }
    return .object(members + self.members)
  }
}
