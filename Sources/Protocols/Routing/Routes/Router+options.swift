internal import HTTP

extension Router {
  /// The fields of requests that scripts of other origins may send.
  private static let fieldsAllowed =
    "Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, "
    + "If-Unmodified-Since, Range, X-API-Key, X-Request-ID"

  /// The methods that a resource has, with those that follow from others.
  static func allowed(_ routes: [Method: Int]) -> [Method] {
    var methods = Set(routes.keys)
    if methods.contains(.get) { methods.insert(.head) }
    methods.insert(.options)
    return methods.sorted { $0.rawValue < $1.rawValue }
  }

  /// Methods as the value of a field.
  static func list(_ methods: [Method]) -> String {
    methods.map { "\($0.name)" }.joined(separator: ", ")
  }

  /// The answer to OPTIONS, which is the same for every asker: also for a preflight, which a
  /// browser sends before a request of another origin that it takes for unusual.
  static func preflight(allowing methods: [Method]) -> Response {
    Response(
      .noContent,
      fields: [
        HTTPField(.allow, list(methods)),
        HTTPField(.accessControlAllowOrigin, "*"),
        HTTPField(.accessControlAllowMethods, list(methods)),
        HTTPField(.accessControlAllowHeaders, fieldsAllowed),
        HTTPField(.accessControlMaxAge, "7200"),
      ])
  }
}
