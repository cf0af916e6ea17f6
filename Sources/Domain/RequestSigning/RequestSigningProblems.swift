internal import HTTP
package import Routing

/// The problems of requests that have to be signed.
package enum RequestSigningProblems {
  private static let howTo =
    "floe sign METHOD URL --body FILE prints the field X-Floe-Signature, which goes with one "
    + "request, once."

  /// No signature.
  package static let missing = ProblemType(
    slug: "signature-missing", status: .forbidden, title: "A signature is needed",
    advice: "This route is sensitive: besides the permission it wants a signature. \(howTo)")
  /// Not the form of a signature.
  package static let malformed = ProblemType(
    slug: "signature-malformed", status: .badRequest, title: "Malformed signature",
    advice: "Send X-Floe-Signature once, as key=ID;t=SECONDS;nonce=NONCE;v1=CODE in this order "
      + "without blanks: the nonce has 16 to 64 letters, digits, hyphens and underscores, the code "
      + "64 lower-case hexadecimal digits. \(howTo)")
  /// Outside the window.
  package static let stale = ProblemType(
    slug: "signature-stale", status: .forbidden, title: "The signature's time is too far off",
    advice: "The signature was made more than the member window of seconds before or after "
      + "serverTime, the server's clock in seconds since 1970. Sign again, and set the clock.")
  /// Another request or another key.
  package static let wrong = ProblemType(
    slug: "signature-wrong", status: .forbidden, title: "The signature is not of this request",
    advice: "The code is the HMAC with SHA-256, under the secret of a key that the server has, of "
      + "method, path, query, hexadecimal SHA-256 of the content, time and nonce, with a line feed "
      + "between them. What differs is the key, or one of these: a proxy that changes the path, a "
      + "query in another order, a line end that an editor or a shell has added to the content. "
      + "The member contentSHA256 is what the server has computed.")
  /// The same again.
  package static let replayed = ProblemType(
    slug: "signature-replayed", status: .forbidden, title: "The signature was used before",
    advice: "A signature lets one request through, on one edge. \(howTo)")
  /// Nobody can tell.
  package static let unavailable = ProblemType(
    slug: "signatures-unavailable", status: .serviceUnavailable,
    title: "Signatures cannot be checked now",
    advice:
      "Whether a signature was used before is known by state that edges share, which is away. "
      + "Sign and send the request again after Retry-After.")
  /// Too many.
  package static let exhausted = ProblemType(
    slug: "too-many-signatures", status: .tooManyRequests, title: "Too many signed requests",
    advice:
      "Only so many signed requests of one key are taken in ten minutes (signing.nonces_max). "
      + "Sign and send the request again after Retry-After.")

  /// All of them.
  package static let all = [
    missing, malformed, stale, wrong, replayed, unavailable, exhausted,
  ]
}
