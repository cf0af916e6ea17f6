internal import Bytes
package import HTTP
internal import JSON
internal import Traces

/// Finds the route of a request, runs its handler, and sees to it that something comes back.
package final class Router: Sendable {
  /// The routes; `Response.route` counts them from 1, and 0 is a request that has none.
  package let routes: [Route]
  private let trie: RouteTrie
  private let responder: ProblemResponder
  private let admission: any RouteGuard
  let crossOrigin: CrossOriginPolicy

  /// A router over these routes, none of which is called without the guard's consent.
  ///
  /// - Throws: when two routes would answer the same requests.
  package init(
    _ routes: [Route], admission: any RouteGuard,
    crossOrigin: CrossOriginPolicy = CrossOriginPolicy(),
    responder: ProblemResponder = ProblemResponder()
  ) throws(RouteConflict) {
    var trie = RouteTrie()
    for (number, route) in routes.enumerated() {
      if let other = trie.insert(route.template, route.method, number) {
        throw RouteConflict(routes[other], route)
      }
    }
    self.routes = routes
    labels = ["none"] + routes.map { "\($0.method.name) \($0.template.text)" }
    self.trie = trie
    self.responder = responder
    self.admission = admission
    self.crossOrigin = crossOrigin
  }

  /// Labels for metrics, by `Response.route`: the templates with their methods.
  package let labels: [String]

  /// The number in `Response.route` of a route, or 0 when there is none of this form.
  package func number(of method: Method, _ template: String) -> UInt16 {
    let index = routes.firstIndex { $0.method == method && $0.template.text == template }
    return UInt16((index ?? -1) + 1)
  }

  /// The response to a request; every error has become one.
  package func respond(to request: Request) async -> Response {
    var number: UInt16 = 0
    var admitted = Admission()
    var response: Response
    do {
      response = try await dispatch(request, &number, &admitted)
      if request.head.method == .head { response = Self.withoutBody(response) }
    } catch {
      response = responder.response(
        to: error,
        for: FailedRequest(
          id: request.id, route: number == 0 ? nil : labels[Int(number)],
          trace: request.trace?.traceID, span: request.trace?.spanID))
    }
    for field in admitted.fields.fields { response.fields.put(field) }
    dress(&response, to: request, number)
    response.route = number
    response.meter = admitted.meter
    return response
  }

  private func dispatch(
    _ request: Request, _ number: inout UInt16, _ admitted: inout Admission
  ) async throws -> Response {
    if request.head.targetForm == .asterisk {
      return preflight(
        request, allowing: [.get, .head, .options, .put, .post, .delete, .patch], isShared: true)
    }
    let segments = try Self.segments(of: request)
    guard let found = trie.find(segments) else { throw Problem(RoutingProblems.notFound) }
    let method = request.head.method
    guard let index = found.routes[method] ?? (method == .head ? found.routes[.get] : nil) else {
      let allowed = Self.allowed(found.routes)
      if method == .options {
        let isShared = found.routes.values.allSatisfy { routes[$0].isOfContent }
        return preflight(request, allowing: allowed, isShared: isShared)
      }
      throw Problem(
        RoutingProblems.methodNotAllowed, members: [.init("allow", .string(Self.list(allowed)))],
        fields: [HTTPField(.allow, Self.list(allowed))])
    }
    number = UInt16(index + 1)
    let route = routes[index]
    admitted = try await admission.admit(request, to: route)
    if route.bodyMax > 0, let length = request.body.declaredLength, length > UInt64(route.bodyMax) {
      throw RequestBodyError.tooLarge(limit: route.bodyMax)
    }
    var request = request
    request.parameters = found.parameters
    request.caller = admitted.caller
    return try await route.handler(request)
  }

  /// The segments of the path, percent-decoded once.
  private static func segments(of request: Request) throws(Problem) -> [Substring] {
    let bytes = request.bytes.span
    var segments = PathSegments(request.head.path(in: bytes))
    var decoded: [Substring] = []
    while let range = segments.next() {
      let segment = try decode(segments.path.extracting(range))
      // Whoever resolves them (RFC 3986 §5.2.4), before or behind us, would see another path.
      if segment == "." || segment == ".." {
        throw Problem(RoutingProblems.malformedPath, detail: "\(TargetFault.dotSegment.sentence)")
      }
      decoded.append(segment)
    }
    return decoded.isEmpty ? [""] : decoded
  }

  private static func decode(_ segment: Span<UInt8>) throws(Problem) -> Substring {
    if PercentEncoding.isPlain(segment) { return String(copying: segment)[...] }
    let bytes: [UInt8]
    do throws(TargetFault) {
      bytes = try [UInt8](capacity: segment.count) { output throws(TargetFault) in
        try PercentEncoding.decode(segment, into: &output, refusing: .controls)
      }
    } catch {
      throw Problem(RoutingProblems.malformedPath, detail: "\(error.sentence)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(RoutingProblems.malformedPath, detail: "The path is not UTF-8.")
    }
    return text[...]
  }

  /// A response to HEAD: that to GET with its content left out (RFC 9110 §9.3.2).
  private static func withoutBody(_ response: Response) -> Response {
    var response = response
    switch response.body {
    case .bytes(let bytes): response.body = .omitted(length: Int64(bytes.count))
    case .source(let source):
      if let length = source.length { response.body = .omitted(length: length) }
    case .empty, .omitted: break
    }
    return response
  }
}
