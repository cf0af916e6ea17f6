/// A segment of the path that is no identifier; the answer is plain text.
struct PathFailure: Error {
  let name: String
  let value: String
  let kind: String

  /// 400 with the framework's words.
  var response: Response {
    .text(
      400,
      "Invalid URL: Cannot parse `\(name)` with value `\"\(value)\"`: failed to parse \(kind)")
  }
}
