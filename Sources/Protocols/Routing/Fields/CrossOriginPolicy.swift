internal import HTTP

/// Which pages of other origins may read answers (Fetch Standard §3.2).
///
/// Content is for pages of every origin, without credentials. The interface is for listed origins,
/// with credentials; no other origin is ever repeated to its page.
package struct CrossOriginPolicy: Sendable {
  /// What scripts of any origin may read of an answer to all: every field. One byte instead of a
  /// list of 260 in each answer, and no less than the list, because such an answer is made without
  /// credentials, and then the asterisk stands for all (Fetch Standard §3.3.4).
  package static let exposedToAll = "*"
  /// The response fields that scripts of a listed origin may read, by name because there are
  /// credentials.
  private static let exposed =
    "ETag, Content-Length, Content-Range, Accept-Ranges, Age, Cache-Status, Server-Timing, "
    + "X-Cache, X-Source, X-Request-ID, X-Quilt-Patch-Identifier, X-Response-Time, "
    + "X-Floe-Verified, RateLimit, RateLimit-Policy, Retry-After, X-Quota-Warning"
  /// The request fields that scripts of other origins may send for content.
  private static let fieldsOfContent =
    "Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, "
    + "If-Unmodified-Since, Range, X-API-Key, X-Request-ID, traceparent, tracestate"
  /// The same for the interface.
  private static let fieldsOfInterface =
    fieldsOfContent + ", Idempotency-Key, X-CSRF-Token, X-Floe-Signature"
  /// Seconds for which a browser need not ask again; browsers take no more.
  private static let maxAge = "7200"

  private let origins: Set<String>

  /// A policy.
  ///
  /// - Parameter origins: those that may use the interface, each as browsers send it:
  ///   `https://app.example`.
  package init(origins: Set<String> = []) { self.origins = origins }

  /// Says who may read an answer.
  ///
  /// - Parameters:
  ///   - isShared: whether pages of every origin may.
  ///   - origin: the page's, as it was sent.
  func add(to fields: inout HTTPFields, isShared: Bool, origin: String?) {
    if isShared || fields[.accessControlAllowOrigin] == "*" {
      fields[.accessControlAllowOrigin] = "*"
      fields[.accessControlExposeHeaders] = Self.exposedToAll
      return
    }
    Self.addVary(to: &fields)
    guard let origin, origins.contains(origin) else { return }
    fields[.accessControlAllowOrigin] = origin
    fields[.accessControlAllowCredentials] = "true"
    fields[.accessControlExposeHeaders] = Self.exposed
  }

  /// Says what a page may ask for, in the answer to its preflight (Fetch Standard §3.2.2).
  func addPreflight(to fields: inout HTTPFields, methods: String, isShared: Bool, origin: String?) {
    guard isShared || origin.map(origins.contains) == true else { return }
    fields[.accessControlAllowMethods] = methods
    fields[.accessControlAllowHeaders] = isShared ? Self.fieldsOfContent : Self.fieldsOfInterface
    fields[.accessControlMaxAge] = Self.maxAge
  }

  /// An answer that depends on the origin says so, or a cache would give it to another (RFC 9110
  /// §12.5.5).
  private static func addVary(to fields: inout HTTPFields) {
    guard let vary = fields[.vary] else { return fields[.vary] = "Origin" }
    let names = vary.split(separator: ",").map { $0.drop { $0 == " " }.lowercased() }
    if !names.contains("origin"), !names.contains("*") { fields[.vary] = vary + ", Origin" }
  }
}
