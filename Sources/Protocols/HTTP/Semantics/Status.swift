/// A response status code with its phrase (RFC 9110 §15).
@usableFromInline package struct Status: Hashable, Sendable {
  /// The three-digit code.
  package let code: UInt16

  /// Makes a status from a code in 100...599.
  package init(code: UInt16) {
    precondition((100...599).contains(code), "\(code) is no status code")
    self.code = code
  }

  /// The class of the status: 1 to 5.
  package var category: Int { Int(code) / 100 }

  /// Whether a response with this status may have content (RFC 9110 §6.4.1).
  package var allowsContent: Bool { code >= 200 && code != 204 && code != 304 }

  /// The codes that this server answers with or reads (RFC 9110 §15).
  package static let `continue` = Status(code: 100)
  package static let switchingProtocols = Status(code: 101)
  package static let ok = Status(code: 200)
  package static let created = Status(code: 201)
  package static let accepted = Status(code: 202)
  package static let noContent = Status(code: 204)
  package static let partialContent = Status(code: 206)
  package static let movedPermanently = Status(code: 301)
  package static let found = Status(code: 302)
  package static let seeOther = Status(code: 303)
  package static let notModified = Status(code: 304)
  package static let temporaryRedirect = Status(code: 307)
  package static let permanentRedirect = Status(code: 308)
  package static let badRequest = Status(code: 400)
  package static let unauthorized = Status(code: 401)
  package static let forbidden = Status(code: 403)
  package static let notFound = Status(code: 404)
  package static let methodNotAllowed = Status(code: 405)
  package static let notAcceptable = Status(code: 406)
  package static let requestTimeout = Status(code: 408)
  package static let conflict = Status(code: 409)
  package static let gone = Status(code: 410)
  package static let lengthRequired = Status(code: 411)
  package static let preconditionFailed = Status(code: 412)
  package static let contentTooLarge = Status(code: 413)
  package static let uriTooLong = Status(code: 414)
  package static let unsupportedMediaType = Status(code: 415)
  package static let rangeNotSatisfiable = Status(code: 416)
  package static let expectationFailed = Status(code: 417)
  package static let misdirectedRequest = Status(code: 421)
  package static let unprocessableContent = Status(code: 422)
  package static let tooManyRequests = Status(code: 429)
  package static let requestHeaderFieldsTooLarge = Status(code: 431)
  package static let unavailableForLegalReasons = Status(code: 451)
  package static let internalServerError = Status(code: 500)
  package static let notImplemented = Status(code: 501)
  package static let badGateway = Status(code: 502)
  package static let serviceUnavailable = Status(code: 503)
  package static let gatewayTimeout = Status(code: 504)
  package static let httpVersionNotSupported = Status(code: 505)
  package static let insufficientStorage = Status(code: 507)
}
