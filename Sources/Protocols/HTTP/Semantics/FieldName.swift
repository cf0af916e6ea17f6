import Bytes

/// The name of a field, for code off the hot path: compared without case, printed as written.
@usableFromInline package struct FieldName: Sendable, CustomStringConvertible {
  /// The name as it is printed.
  package let text: String

  /// Makes a name from text in the program.
  package init(_ text: StaticString) { self.text = "\(text)" }

  /// Makes a name from text of elsewhere, or `nil` when it is no token (RFC 9110 §5.1).
  package init?(checking text: String) {
    guard FieldSyntax.isName(text) else { return nil }
    self.text = text
  }

  /// The name as it is printed.
  @usableFromInline package var description: String { text }

  /// Names that this server writes or reads.
  package static let accept = FieldName("Accept")
  package static let acceptEncoding = FieldName("Accept-Encoding")
  package static let acceptRanges = FieldName("Accept-Ranges")
  package static let age = FieldName("Age")
  package static let allow = FieldName("Allow")
  package static let authorization = FieldName("Authorization")
  package static let cacheControl = FieldName("Cache-Control")
  package static let cacheStatus = FieldName("Cache-Status")
  package static let connection = FieldName("Connection")
  package static let contentDisposition = FieldName("Content-Disposition")
  package static let contentEncoding = FieldName("Content-Encoding")
  package static let contentLength = FieldName("Content-Length")
  package static let contentRange = FieldName("Content-Range")
  package static let contentSecurityPolicy = FieldName("Content-Security-Policy")
  package static let contentType = FieldName("Content-Type")
  package static let crossOriginOpenerPolicy = FieldName("Cross-Origin-Opener-Policy")
  package static let crossOriginResourcePolicy = FieldName("Cross-Origin-Resource-Policy")
  package static let date = FieldName("Date")
  package static let etag = FieldName("ETag")
  package static let host = FieldName("Host")
  package static let lastModified = FieldName("Last-Modified")
  package static let location = FieldName("Location")
  package static let originAgentCluster = FieldName("Origin-Agent-Cluster")
  package static let range = FieldName("Range")
  package static let referrerPolicy = FieldName("Referrer-Policy")
  package static let retryAfter = FieldName("Retry-After")
  package static let server = FieldName("Server")
  package static let setCookie = FieldName("Set-Cookie")
  package static let serverTiming = FieldName("Server-Timing")
  package static let transferEncoding = FieldName("Transfer-Encoding")
  package static let userAgent = FieldName("User-Agent")
  package static let vary = FieldName("Vary")
  package static let wwwAuthenticate = FieldName("WWW-Authenticate")
  package static let xCache = FieldName("X-Cache")
  package static let xContentTypeOptions = FieldName("X-Content-Type-Options")
  package static let xDNSPrefetchControl = FieldName("X-DNS-Prefetch-Control")
  package static let xDownloadOptions = FieldName("X-Download-Options")
  package static let xFrameOptions = FieldName("X-Frame-Options")
  package static let xPermittedCrossDomainPolicies = FieldName("X-Permitted-Cross-Domain-Policies")
  package static let xRequestID = FieldName("X-Request-ID")
  package static let xResponseTime = FieldName("X-Response-Time")
  package static let xSource = FieldName("X-Source")
  package static let xXSSProtection = FieldName("X-XSS-Protection")
  package static let accessControlAllowOrigin = FieldName("Access-Control-Allow-Origin")
  package static let accessControlAllowCredentials = FieldName("Access-Control-Allow-Credentials")
  package static let accessControlAllowMethods = FieldName("Access-Control-Allow-Methods")
  package static let accessControlAllowHeaders = FieldName("Access-Control-Allow-Headers")
  package static let accessControlExposeHeaders = FieldName("Access-Control-Expose-Headers")
  package static let accessControlMaxAge = FieldName("Access-Control-Max-Age")
}

extension FieldName: Hashable {
  /// Whether both are the same name, in any case.
  @usableFromInline package static func == (lhs: FieldName, rhs: FieldName) -> Bool {
    lhs.text.utf8.span.equalsIgnoringCase(rhs.text.utf8.span)
  }

  /// Feeds the name in lower case.
  @usableFromInline package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(ASCII.lowercased(byte)) }
  }
}
