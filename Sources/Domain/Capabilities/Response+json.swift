package import HTTP
package import JSON
package import Routing

extension Response {
  /// A JSON document that nobody may keep: what is said of a user is for that user alone.
  package static func json(
    _ value: JSONValue, status: Status = .ok, fields: HTTPFields = HTTPFields()
  ) -> Response {
    var all: HTTPFields = [
      HTTPField(.contentType, "application/json"), HTTPField(.cacheControl, "no-store"),
      HTTPField(.xContentTypeOptions, "nosniff"),
    ]
    for field in fields.fields { all[field.name] = field.value }
    return Response(status, fields: all, body: .bytes(value.bytes + [0x0A]))
  }
}
