/// A query that the framework could not read; the answer is plain text.
struct QueryFailure: Error {
  let detail: String

  /// 400 with the framework's words.
  var response: Response {
    .text(400, "Failed to deserialize query string: \(detail)")
  }

  /// A key that no parameter has.
  static func unknown(_ name: String, expected: [String]) -> QueryFailure {
    let list = expected.map { "`\($0)`" }.joined(separator: ", ")
    return QueryFailure(detail: "\(name): unknown field `\(name)`, expected one of \(list)")
  }
}
