package import HTTP
package import JSON

extension Request {
  /// The request's content as a JSON document.
  ///
  /// - Parameter limit: bytes at most.
  /// - Throws: `Problem` for another media type (415) and for what is no JSON (400),
  ///   `RequestBodyError`.
  package func json(limit: Int = 64 * 1024) async throws -> JSONValue {
    guard let type = text(of: .contentType), Self.isJSON(type) else {
      throw Problem(RoutingProblems.unsupportedMediaType, detail: "Send application/json.")
    }
    let content = try await body.collect(limit: limit)
    do {
      return try JSONReader.read(content)
    } catch {
      throw Problem(RoutingProblems.malformedJSON, detail: "\(error.sentence).")
    }
  }

  /// A field's value as text; nil when it is not there or is not UTF-8.
  package func text(of field: KnownField) -> String? {
    guard let value = head.value(field, in: bytes.span) else { return nil }
    return String(validating: value.indices.map { value[$0] }, as: UTF8.self)
  }

  /// Whether a media type is JSON's, whatever its parameters (RFC 9110 §8.3.1).
  private static func isJSON(_ type: String) -> Bool {
    let name = type.prefix { $0 != ";" }
    return name.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined().lowercased()
      == "application/json"
  }
}
