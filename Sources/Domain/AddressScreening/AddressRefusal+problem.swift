package import Routing

extension AddressRefusal {
  /// Seconds until the address is let in again; nil when that is not known.
  func retryAfter(at seconds: Int64) -> Int64? {
    guard case .banned(let until) = self else { return nil }
    return max(1, until - seconds)
  }

  /// What is wrong, in a sentence.
  var sentence: StaticString {
    switch self {
    case .denied: "The operator does not let this address in."
    case .banned: "This address is shut out for a while."
    case .unlisted: "The operator lets only listed addresses in."
    }
  }

  /// The problem that a request meets.
  package func problem(at seconds: Int64) -> Problem {
    Problem(
      AddressScreeningProblems.blocked, detail: "\(sentence)",
      retryAfter: retryAfter(at: seconds).map { Int(clamping: $0) })
  }
}
