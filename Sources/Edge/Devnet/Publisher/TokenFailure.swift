/// The errors of the token check, in their JSON envelope.
enum TokenFailure {
  static let invalidToken = refused("INVALID_TOKEN", "the token is malformed")
  static let invalidTimestamp = refused("INVALID_TIMESTAMP", "a time of the token is out of range")
  static let invalidExpiration = refused(
    "INVALID_EXPIRATION", "the token does not have the required lifetime")
  static let invalidSize = refused(
    "INVALID_SIZE", "the size of the upload does not match the token")
  static let invalidEpochs = refused(
    "INVALID_EPOCHS", "the epochs of the request do not match the token")
  static let invalidRecipient = refused(
    "INVALID_SEND_OBJECT_TO", "send_object_to of the request does not match the token")
  static let inconsistent = refused(
    "INCONSISTENT_TOKEN", "the token holds claims that exclude each other")

  static let invalidSignature = failure(
    401, "UNAUTHENTICATED", "INVALID_SIGNATURE", "the signature of the token is not valid")
  static let alreadyUsed = failure(
    429, "RESOURCE_EXHAUSTED", "TOKEN_ALREADY_USED", "the token was used already")
  static let expired = failure(
    504, "DEADLINE_EXCEEDED", "EXPIRED_SIGNATURE", "the token has expired")

  static let missingHeader = TextFailure(
    status: 400, text: "Header of type `authorization` was missing")
  static let malformedHeader = TextFailure(
    status: 400, text: "invalid HTTP header (authorization)")

  private static func refused(_ reason: String, _ message: String) -> APIFailure {
    failure(400, "FAILED_PRECONDITION", reason, message)
  }

  private static func failure(
    _ code: Int, _ status: String, _ reason: String, _ message: String
  ) -> APIFailure {
    APIFailure(
      code: code, status: status, reason: reason, message: message,
      domain: "auth.publisher.walrus.space")
  }
}
