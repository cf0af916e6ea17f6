internal import HTTP
package import Routing

/// The problems of requests that carry an idempotency key.
package enum IdempotencyProblems {
  /// The key is malformed.
  package static let malformedKey = ProblemType(
    slug: "malformed-idempotency-key", status: .badRequest, title: "Malformed idempotency key",
    advice: "Send Idempotency-Key once, as a string in double quotes of 1 to "
      + "\(IdempotencyKey.countMax) printable ASCII characters (RFC 9651 §3.3.3), such as a UUID.")
  /// The same key came with another request.
  package static let reusedKey = ProblemType(
    slug: "idempotency-key-reused", status: .unprocessableContent,
    title: "Idempotency key used for something else",
    advice: "A key belongs to one request. Send the same content again, or use a new key.")
  /// The request with this key is still under way.
  package static let inProgress = ProblemType(
    slug: "idempotent-request-in-progress", status: .conflict,
    title: "The same request is under way",
    isRetryable: true,
    advice: "A request with this key is being carried out. Send it again after Retry-After to "
      + "learn what became of it.")
  /// The response was not kept.
  package static let responseNotKept = ProblemType(
    slug: "idempotent-response-not-kept", status: .conflict, title: "Done, but not kept",
    advice: "The request with this key was carried out, but its response was too long to be kept.")

  /// All of them.
  package static let all = [malformedKey, reusedKey, inProgress, responseNotKept]
}
