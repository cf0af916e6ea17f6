/// The request line and fields of one request, as they came.
struct RequestHead: Sendable {
  var method: String
  var target: String
  var isHTTP10: Bool
  var fields: [(name: String, value: String)]

  /// The bytes as they came, without the empty line at the end.
  var text: String

  /// The first value of a field, by its name in lower case.
  subscript(_ name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// Whether the client wants the connection closed after the answer (RFC 9112 §9.3).
  var wantsClose: Bool {
    let options = fields.filter { $0.name == "connection" }.map { $0.value.lowercased() }
    if options.contains(where: { $0.contains("close") }) { return true }
    return isHTTP10 && !options.contains { $0.contains("keep-alive") }
  }
}
