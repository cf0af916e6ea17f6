internal import HTTP
internal import JSON
internal import Persistence
internal import Routing

/// Answers of accounts: JSON that nobody keeps.
enum AccountAnswer {
  /// A document.
  static func json(
    _ document: JSONValue, _ status: Status = .ok, fields: [HTTPField] = []
  ) -> Response {
    var all: HTTPFields = [
      HTTPField(.contentType, "application/json"), HTTPField(.cacheControl, "no-store"),
      HTTPField(.xContentTypeOptions, "nosniff"),
    ]
    for field in fields { all.append(field.name, field.value) }
    return Response(status, fields: all, body: .bytes(document.bytes + [0x0A]))
  }

  /// Nothing to say.
  static func empty(fields: [HTTPField] = []) -> Response {
    var all: HTTPFields = [HTTPField(.cacheControl, "no-store")]
    for field in fields { all.append(field.name, field.value) }
    return Response(.noContent, fields: all)
  }

  /// The problem of an error that the database is to blame for; others as they are.
  static func problem(of error: any Error) -> any Error {
    guard let failure = error as? DatabaseFailure else { return error }
    switch failure.code {
    case .unavailable, .overloaded, .timedOut, .serializationFailure:
      return Problem(AccountsProblems.accountsUnavailable, retryAfter: 2)
    default: return failure
    }
  }
}
