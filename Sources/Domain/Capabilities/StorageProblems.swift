internal import HTTP
internal import Persistence
package import Routing

/// The problems of a database that does not answer.
package enum StorageProblems {
  /// The database cannot be reached, or has too much to do.
  package static let unavailable = ProblemType(
    slug: "storage-unavailable", status: .serviceUnavailable, title: "Storage unavailable",
    advice: "What is kept cannot be reached for the moment, or too much is asked of it. Try again "
      + "after Retry-After; what was asked has not been done, unless the detail says so.")

  /// All of them.
  package static let all = [unavailable]

  /// The problem of a failure that time may heal; other failures, and other errors, as they are.
  package static func problem(of error: any Error) -> any Error {
    guard let failure = error as? DatabaseFailure else { return error }
    switch failure.code {
    case .unavailable, .overloaded, .timedOut, .serializationFailure:
      return Problem(
        unavailable,
        detail: failure.isOutcomeUnknown ? "Whether it has been done is not known." : nil,
        retryAfter: 2)
    default: return failure
    }
  }
}

extension Route {
  /// The same route, whose failures of the database that time may heal are problems of status 503.
  package var withStorageProblems: Route {
    wrapped { request, handler in
      do {
        return try await handler(request)
      } catch {
        throw StorageProblems.problem(of: error)
      }
    }
  }
}
