internal import HTTP
internal import Routing
internal import Traces

/// Makes spans of requests readable: what the cached path kept in numbers, in OpenTelemetry's names.
struct RequestSpanReading: Sendable {
  /// Method and template of each route, by its number.
  let routes: [String]
  /// Whether the client's address is among them.
  let showsClients: Bool

  /// The span of a request.
  func record(_ span: RequestSpan) -> SpanRecord {
    let method = Method(rawValue: span.method).map { "\($0.name)" } ?? ""
    let route = span.route > 0 && Int(span.route) < routes.count ? routes[Int(span.route)] : nil
    let template = route.map { $0.drop { $0 != " " }.dropFirst() }
    var attributes = [
      SpanAttribute("http.request.method", method.isEmpty ? "_OTHER" : method),
      SpanAttribute("url.scheme", "http"), SpanAttribute("url.path", span.path),
      SpanAttribute("http.response.status_code", span.status),
      SpanAttribute("http.response.body.size", span.bodyCount),
      SpanAttribute("network.protocol.name", "http"),
      SpanAttribute("floe.request.id", span.id),
    ]
    if let template { attributes.append(SpanAttribute("http.route", String(template))) }
    if let cache = RequestOutcome.CacheResult(rawValue: span.cache), cache != .none {
      attributes.append(
        SpanAttribute("floe.cache.result", EdgeMetrics.cacheResults[cache.index]))
    }
    if showsClients { attributes.append(SpanAttribute("client.address", "\(span.peer)")) }
    let failure = span.status >= 500 ? "\(span.status)" : nil
    if let failure { attributes.append(SpanAttribute("error.type", failure)) }
    let verb = method.isEmpty ? "HTTP" : method
    return SpanRecord(
      place: span.place, name: template.map { "\(verb) \($0)" } ?? verb, kind: .server,
      start: span.end - Int64(clamping: span.nanoseconds), end: span.end, attributes: attributes,
      failure: failure)
  }
}
