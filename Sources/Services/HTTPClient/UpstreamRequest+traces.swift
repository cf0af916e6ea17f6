package import Traces

extension UpstreamRequest {
  /// Tells the upstream which trace the request is part of (W3C Trace Context), as a span of its own
  /// where the trace is recorded.
  ///
  /// - Returns: the span, to be ended with the exchange.
  package mutating func beginSpan(in scope: TraceScope?) -> OpenSpan? {
    guard let scope else { return nil }
    var span = scope.begin(method.rawValue, .client)
    let told = span?.scope ?? scope
    fields.append(UpstreamField("traceparent", told.place.parent.text))
    if let state = told.state { fields.append(UpstreamField("tracestate", state.text)) }
    if span != nil { span?.attributes = spanAttributes }
    return span
  }

  /// What OpenTelemetry's conventions want to be said of a client's request. A query may hold
  /// what is nobody's business, and is left out.
  private var spanAttributes: [SpanAttribute] {
    let path = String(url.prefix { $0 != "?" })
    var attributes = [
      SpanAttribute("http.request.method", method.rawValue), SpanAttribute("url.full", path),
    ]
    let isSecure = url.hasPrefix("https://")
    let authority = url.dropFirst(isSecure ? 8 : 7).prefix { $0 != "/" && $0 != "?" }
    var host = authority
    var port = isSecure ? 443 : 80
    if let colon = authority.lastIndex(of: ":"), authority.last != "]",
      let number = Int(authority[authority.index(after: colon)...])
    {
      host = authority[..<colon]
      port = number
    }
    attributes.append(SpanAttribute("server.address", String(host)))
    attributes.append(SpanAttribute("server.port", port))
    return attributes
  }
}

extension OpenSpan {
  /// Ends the span of an exchange.
  ///
  /// - Parameter failure: what made the answer useless, where the exchange itself went well.
  package func end(status: Int?, _ outcome: UpstreamOutcome, failure: String? = nil) {
    var span = self
    if let status {
      span.attributes.append(SpanAttribute("http.response.status_code", status))
    }
    let report = outcome.report
    if report.bytesReceived > 0 {
      span.attributes.append(SpanAttribute("http.response.body.size", report.bytesReceived))
    }
    let reason = outcome.failure.map { "\($0)".prefix { $0 != "(" }.description }
    let refused = status.flatMap { $0 >= 400 ? "\($0)" : nil }
    span.end(failure: failure ?? reason ?? refused)
  }
}
