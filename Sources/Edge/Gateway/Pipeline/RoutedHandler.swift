internal import HTTPServer
internal import Routing
internal import Telemetry
internal import Traces

/// Hands what the inline lane declines to the router, as a task whose lines of the log and whose spans
/// are the request's.
struct RoutedHandler: RequestHandler {
  let router: Router
  let tracing: TracingWiring

  func respond(to request: Request) async -> Response {
    let scope = LogScope(
      requestID: request.id, traceID: request.trace?.traceID.text,
      spanID: request.trace?.spanID.text)
    return await LogScope.$current.withValue(scope) {
      guard let trace = tracing.scope(of: request) else { return await router.respond(to: request) }
      return await TraceScope.$current.withValue(trace) { await router.respond(to: request) }
    }
  }
}
