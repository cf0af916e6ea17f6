/// An error in the JSON envelope of the daemon.
struct APIFailure: Error {
  var code: Int
  var status: String
  var reason: String
  var message: String
  var domain = "daemon.walrus.space"

  /// The answer with the envelope, without any cache field.
  var response: Response {
    var details: [JSONValue] = [
      .object([
        ("@type", "ErrorInfo"), ("reason", .string(reason)), ("domain", .string(domain)),
        ("metadata", .object([])),
      ])
    ]
    if reason == "INTERNAL_ERROR" {
      let trace = (0..<16).map { _ in String(UInt8.random(in: 0...15), radix: 16) }.joined()
      details.append(
        .object([
          ("@type", "DebugInfo"), ("stackEntries", .array([])),
          ("detail", .string("TraceID: \(trace)")),
        ]))
    }
    return .json(
      code,
      .object([
        (
          "error",
          .object([
            ("status", .string(status)), ("code", .integer(Int64(code))),
            ("message", .string(message)), ("details", .array(details)),
          ])
        )
      ]))
  }

  static let blobNotFound = APIFailure(
    code: 404, status: "NOT_FOUND", reason: "BLOB_NOT_FOUND",
    message: "the requested blob ID does not exist on Walrus, "
      + "ensure that it was entered correctly")

  static let blobUnavailable = APIFailure(
    code: 503, status: "UNAVAILABLE", reason: "BLOB_UNAVAILABLE",
    message: "the requested blob is currently unavailable, please try again later")

  static let patchNotFound = APIFailure(
    code: 404, status: "NOT_FOUND", reason: "QUILT_PATCH_NOT_FOUND",
    message: "the requested quilt patch does not exist on Walrus, "
      + "ensure that it was entered correctly")

  static let forbiddenBlob = APIFailure(
    code: 451, status: "UNAVAILABLE_FOR_LEGAL_REASONS", reason: "FORBIDDEN_BLOB",
    message: "the requested blob is forbidden")

  static let blobTooLarge = APIFailure(
    code: 403, status: "SIZE_EXCEEDED", reason: "BLOB_TOO_LARGE",
    message: "the requested blob exceeds the maximum size that this aggregator serves")

  static let inconsistentChecks = APIFailure(
    code: 400, status: "INVALID_ARGUMENT", reason: "INVALID_CONSISTENCY_CHECK",
    message: "the strict and the skipped consistency check exclude each other")

  static let internalError = APIFailure(
    code: 500, status: "INTERNAL", reason: "INTERNAL_ERROR",
    message: "an internal error has occurred, please report it", domain: "global")

  static let insufficientConfirmations = APIFailure(
    code: 504, status: "DEADLINE_EXCEEDED", reason: "INSUFFICIENT_CONFIRMATIONS",
    message: "the blob could not be stored on enough storage nodes in time, please try again")

  static let invalidPersistence = APIFailure(
    code: 400, status: "INVALID_ARGUMENT", reason: "INVALID_BLOB_PERSISTENCE",
    message: "a blob can not be permanent and deletable at once")

  /// The range of a header field, which is answered with 416.
  static func invalidRange(_ detail: String) -> APIFailure {
    APIFailure(
      code: 416, status: "RANGE_NOT_SATISFIABLE", reason: "INVALID_BYTE_RANGE",
      message: "invalid byte range parameters: \(detail)")
  }

  /// The range of a query, which is answered with 400.
  static func invalidRangeQuery(_ detail: String) -> APIFailure {
    APIFailure(
      code: 400, status: "INVALID_ARGUMENT", reason: "INVALID_BYTE_RANGE",
      message: "invalid byte range parameters: \(detail)")
  }

  /// A request to the publisher that makes no sense.
  static func malformedRequest(_ detail: String) -> APIFailure {
    APIFailure(
      code: 400, status: "INVALID_ARGUMENT", reason: "MALFORMED_REQUEST",
      message: "the request is malformed: \(detail)")
  }
}
