/// An error of the framework, answered with plain text.
struct TextFailure: Error {
  let status: Int
  let text: String

  /// The answer.
  var response: Response { .text(status, text) }

  static let bodyTooLarge = TextFailure(
    status: 413, text: "Failed to buffer the request body: length limit exceeded")

  static let bodyUnreadable = TextFailure(
    status: 400, text: "Failed to buffer the request body: error reading a body from connection")
}
