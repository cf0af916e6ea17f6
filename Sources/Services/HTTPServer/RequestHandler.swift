package import Routing

/// Answers what the inline responder declines; runs on the connection's loop.
package protocol RequestHandler: Sendable {
  /// The response; every error has become one already.
  func respond(to request: Request) async -> Response
}
