package import HTTP

/// The problems that come up before a capability has its say.
package enum RoutingProblems {
  /// No such route.
  package static let notFound = ProblemType(
    slug: "no-such-route", status: .notFound, title: "No such route",
    advice: "No resource has this path. The list of all routes is in /openapi.json.")
  /// Method not allowed.
  package static let methodNotAllowed = ProblemType(
    slug: "method-not-allowed", status: .methodNotAllowed, title: "Method not allowed",
    advice: "The resource exists, but not for this method; the Allow field lists those it has.")
  /// Malformed path.
  package static let malformedPath = ProblemType(
    slug: "malformed-path", status: .badRequest, title: "Malformed path",
    advice: "Percent-encode the path's segments as UTF-8, each once (RFC 3986).")
  /// Malformed query.
  package static let malformedQuery = ProblemType(
    slug: "malformed-query", status: .badRequest, title: "Malformed query",
    advice: "The detail names the parameter. Parameters are separated by & alone, each is given "
      + "once, and names that the route does not describe are refused.")
  /// Content too large.
  package static let contentTooLarge = ProblemType(
    slug: "content-too-large", status: .contentTooLarge, title: "Content too large",
    advice: "Send less: the member limit is the most bytes that this route takes.")
  /// Malformed content.
  package static let malformedContent = ProblemType(
    slug: "malformed-content", status: .badRequest, title: "Malformed content",
    advice: "The framing of the request's content is broken (RFC 9112 §6 and §7).")
  /// Unsupported media type.
  package static let unsupportedMediaType = ProblemType(
    slug: "unsupported-media-type", status: .unsupportedMediaType, title: "Unsupported media type",
    advice: "Send the content in a media type that the route takes and name it in Content-Type.")
  /// Malformed JSON.
  package static let malformedJSON = ProblemType(
    slug: "malformed-json", status: .badRequest, title: "Malformed JSON",
    advice: "The content is no JSON document (RFC 8259), or one that readers would not agree on: "
      + "a name twice in one object, text that is not UTF-8, a number too large, too deep nesting.")
  /// Invalid content.
  package static let invalidContent = ProblemType(
    slug: "invalid-content", status: .unprocessableContent, title: "Invalid content",
    advice: "The member errors lists everything that is wrong, each with its place as a JSON "
      + "pointer (RFC 6901).")
  /// Not authenticated.
  package static let unauthenticated = ProblemType(
    slug: "unauthenticated", status: .unauthorized, title: "Authentication needed",
    advice: "Send a token of the interface or of a session as X-API-Key, or as a bearer token. "
      + "A token that is unknown, expired or revoked is answered in the same way.")
  /// Permission denied.
  package static let permissionDenied = ProblemType(
    slug: "permission-denied", status: .forbidden, title: "Permission denied",
    advice: "Who calls is known, but may not do this: the member needs names the permission.")
  /// Content did not arrive in time.
  package static let contentTimedOut = ProblemType(
    slug: "content-timed-out", status: .requestTimeout, title: "Content did not arrive in time",
    advice: "Send the content without long pauses, or on a better connection.")
  /// Request did not arrive in time.
  package static let requestTimedOut = ProblemType(
    slug: "request-timeout", status: .requestTimeout, title: "Request did not arrive in time",
    advice: "Send the whole head of a request within the time that the server waits for it.")
  /// Request abandoned.
  package static let requestAbandoned = ProblemType(
    slug: "request-abandoned", status: .serviceUnavailable, title: "Request abandoned",
    advice: "The request was given up before it was answered, because its client had gone or the "
      + "server was stopping. Try again.")
  /// Overloaded.
  package static let overloaded = ProblemType(
    slug: "overloaded", status: .serviceUnavailable, title: "Overloaded",
    advice: "The server has as much to do as it allows itself. Try again after Retry-After.")
  /// Internal error.
  package static let internalError = ProblemType(
    slug: "internal-error", status: .internalServerError, title: "Internal error",
    advice: "This is a mistake of the server. Report it with the instance, which is the id of the "
      + "request and is found in the server's log.")

  /// Malformed forwarding.
  package static let malformedForwarding = ProblemType(
    slug: "malformed-forwarding", status: .badRequest, title: "Malformed forwarding",
    advice: "Forwarded (RFC 7239) or X-Forwarded-For came from a trusted proxy and cannot be "
      + "believed: it is malformed, names more than 64 hops, or both are there and name different "
      + "clients. Leave both out; have the proxy write one and remove the other, or name the one "
      + "that it writes in server.forwarded_fields.")
  /// Address refused.
  package static let addressRefused = ProblemType(
    slug: "address-refused", status: .forbidden, title: "Address refused",
    advice: "Requests from this address are not answered.")
  /// Too many connections.
  package static let tooManyConnections = ProblemType(
    slug: "too-many-connections", status: .tooManyRequests, title: "Too many connections",
    advice: "An address, or a network of 64 bits of IPv6, may have so many connections at once. "
      + "Keep connections and send several requests over each.")
  /// Server full.
  package static let serverFull = ProblemType(
    slug: "server-full", status: .serviceUnavailable, title: "Server full",
    advice: "The server has as many connections as it takes, and none ended while this one waited. "
      + "Try again after Retry-After.")

  /// All of them, and those of requests whose bytes could not be read as HTTP.
  package static let all: [ProblemType] =
    [
      notFound, methodNotAllowed, malformedPath, malformedQuery, contentTooLarge,
      unsupportedMediaType, malformedJSON, invalidContent, unauthenticated, permissionDenied,
      malformedContent, contentTimedOut, requestTimedOut, requestAbandoned, overloaded,
      internalError, malformedForwarding, addressRefused, tooManyConnections, serverFull,
    ] + Rejection.allCases.map(type)

  /// The problem type of bytes that were refused before they became a request.
  package static func type(of rejection: Rejection) -> ProblemType {
    ProblemType(
      slug: "\(rejection.slug)", status: rejection.status, title: "\(rejection.status.reason)",
      advice: "\(rejection.sentence) The connection is closed, because where the next request "
        + "would begin is unknown (RFC 9112 §11.2).")
  }
}
