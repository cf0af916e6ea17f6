internal import EventLoops
internal import HTTPServer
internal import Lifecycle
internal import Transport

/// The HTTP server as a service: ready when it accepts.
final class HTTPService: Service {
  let listeners: HTTPListeners

  init(_ listeners: HTTPListeners) { self.listeners = listeners }

  func start() async throws { await listeners.listen() }

  /// What is still open when the drain is over is cut off.
  func stop() async { await listeners.drain(milliseconds: 0) }
}
