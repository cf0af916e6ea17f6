package import Routing
internal import HTTP

/// The problems that limits and usage answer with.
package enum MeteringProblems {
  /// A limit is reached.
  package static let quotaExceeded = ProblemType(
    slug: "quota-exceeded", status: .tooManyRequests, title: "Quota exceeded",
    advice: "The member violated-policies names the limits that are reached, as RateLimit-Policy "
      + "describes them. Try again after Retry-After, or take a larger plan. The meaning is that of "
      + "https://iana.org/assignments/http-problem-types#quota-exceeded.")
  /// There is no such token, or it is somebody else's.
  package static let noSuchToken = ProblemType(
    slug: "usage-not-found", status: .notFound, title: "No usage of such a token",
    advice: "No token of the caller has this id. Tokens of other users are answered in the same "
      + "way.")
  /// What was used cannot be found out.
  package static let usageUnavailable = ProblemType(
    slug: "usage-unavailable", status: .serviceUnavailable, title: "Usage unavailable",
    advice:
      "What was used so far cannot be read at the moment, so limits cannot be kept. Try again "
      + "after Retry-After.")

  /// All of them.
  package static let all = [quotaExceeded, noSuchToken, usageUnavailable]
}
