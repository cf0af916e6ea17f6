internal import HTTP

extension Router {
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

  /// The answer to OPTIONS: also for a preflight, which a browser sends before a request of another
  /// origin that it takes for unusual.
  func preflight(_ request: Request, allowing methods: [Method], isShared: Bool) -> Response {
    let list = Self.list(methods)
    var response = Response(.noContent, fields: [HTTPField(.allow, list)])
    let origin = Self.origin(of: request)
    crossOrigin.addPreflight(
      to: &response.fields, methods: list, isShared: isShared, origin: origin)
    crossOrigin.add(to: &response.fields, isShared: isShared, origin: origin)
    return response
  }

  /// Adds what browsers are told about an answer, by what it is and who may read it.
  func dress(_ response: inout Response, to request: Request, _ number: UInt16) {
    let route = number > 0 ? routes[Int(number) - 1] : nil
    SecurityFields.add(to: &response.fields, for: AnswerKind(response, of: route))
    guard request.head.method != .options else { return }
    // Where nothing is, nothing can be read that is not for everybody.
    crossOrigin.add(
      to: &response.fields, isShared: route?.isOfContent ?? true,
      origin: Self.origin(of: request))
  }

  /// The origin of the page that sends the request, as the browser says it (RFC 6454 §7).
  private static func origin(of request: Request) -> String? {
    guard let value = request.head.value(named: "origin", in: request.bytes.span) else {
      return nil
    }
    return String(validating: value.indices.map { value[$0] }, as: UTF8.self)
  }
}
