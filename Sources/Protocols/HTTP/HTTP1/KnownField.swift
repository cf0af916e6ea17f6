/// The request fields that the house knows by index instead of by name.
///
/// The parser recognises them while it reads the head, so that a later look-up is one array access.
/// At most 64 of them: presence and repetition are bits of a word.
@usableFromInline package enum KnownField: UInt8, CaseIterable, Sendable {
  case accept
  case acceptEncoding
  case acceptLanguage
  case accessControlRequestHeaders
  case accessControlRequestMethod
  case authorization
  case cacheControl
  case connection
  case contentEncoding
  case contentLength
  case contentType
  case cookie
  case date
  case expect
  case forwarded
  case host
  case idempotencyKey
  case ifMatch
  case ifModifiedSince
  case ifNoneMatch
  case ifRange
  case ifUnmodifiedSince
  case lastEventID
  case origin
  case pragma
  case proxyConnection
  case range
  case referer
  case secWebSocketExtensions
  case secWebSocketKey
  case secWebSocketProtocol
  case secWebSocketVersion
  case te
  case traceparent
  case tracestate
  case trailer
  case transferEncoding
  case upgrade
  case userAgent
  case via
  case xAPIKey
  case xForwardedFor
  case xForwardedHost
  case xForwardedProto
  case xRealIP
  case xRequestID

  /// The name in lower case.
  package var name: StaticString {
    switch self {
    case .accept: "accept"
    case .acceptEncoding: "accept-encoding"
    case .acceptLanguage: "accept-language"
    case .accessControlRequestHeaders: "access-control-request-headers"
    case .accessControlRequestMethod: "access-control-request-method"
    case .authorization: "authorization"
    case .cacheControl: "cache-control"
    case .connection: "connection"
    case .contentEncoding: "content-encoding"
    case .contentLength: "content-length"
    case .contentType: "content-type"
    case .cookie: "cookie"
    case .date: "date"
    case .expect: "expect"
    case .forwarded: "forwarded"
    case .host: "host"
    case .idempotencyKey: "idempotency-key"
    case .ifMatch: "if-match"
    case .ifModifiedSince: "if-modified-since"
    case .ifNoneMatch: "if-none-match"
    case .ifRange: "if-range"
    case .ifUnmodifiedSince: "if-unmodified-since"
    case .lastEventID: "last-event-id"
    case .origin: "origin"
    case .pragma: "pragma"
    case .proxyConnection: "proxy-connection"
    case .range: "range"
    case .referer: "referer"
    case .secWebSocketExtensions: "sec-websocket-extensions"
    case .secWebSocketKey: "sec-websocket-key"
    case .secWebSocketProtocol: "sec-websocket-protocol"
    case .secWebSocketVersion: "sec-websocket-version"
    case .te: "te"
    case .traceparent: "traceparent"
    case .tracestate: "tracestate"
    case .trailer: "trailer"
    case .transferEncoding: "transfer-encoding"
    case .upgrade: "upgrade"
    case .userAgent: "user-agent"
    case .via: "via"
    case .xAPIKey: "x-api-key"
    case .xForwardedFor: "x-forwarded-for"
    case .xForwardedHost: "x-forwarded-host"
    case .xForwardedProto: "x-forwarded-proto"
    case .xRealIP: "x-real-ip"
    case .xRequestID: "x-request-id"
    }
  }
}
