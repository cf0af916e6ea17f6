internal import EventLoops
internal import HTTPClient
internal import Lifecycle
internal import TelemetryExport

extension Edge {
  /// Reports that a server did not start, where the settings say to whom; takes a few seconds at
  /// most.
  package static func reportFailedStart(_ error: any Error, _ settings: GatewaySettings) async {
    guard let reporter = TracingWiring.reporter(settings) else { return }
    var reason = error
    if let failure = error as? StartFailure, case .threw(let thrown) = failure.reason {
      reason = thrown
    }
    reporter.report(
      ErrorEvent(
        type: ErrorNames.type(of: reason), detail: ErrorNames.detail(of: reason), level: .fatal,
        logger: "floe.lifecycle"))
    let loop = EventLoop.start(name: "floe-report")
    let post = PeriodicPost(on: loop, every: .seconds(3600)) { client in
      await reporter.sendWaiting(with: client)
    }
    post.start()
    await post.stop()
    loop.stop()
  }
}
