internal import HTTPServer
internal import Routing

/// Hands what the inline lane declines to the router.
struct RoutedHandler: RequestHandler {
  let router: Router

  func respond(to request: Request) async -> Response {
    await router.respond(to: request)
  }
}
