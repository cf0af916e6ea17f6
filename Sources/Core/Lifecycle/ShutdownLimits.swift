/// How long each phase of a shutdown may take.
package struct ShutdownLimits: Sendable, Hashable {
  /// How long requests are still accepted after readiness went false, so that a load
  /// balancer can notice.
  package var settle: Duration
  /// How long closing the listeners may take.
  package var stopAccepting: Duration
  /// How long requests in progress may take to finish.
  package var drain: Duration
  /// How long all services together may take to stop.
  package var stopServices: Duration
  /// How long writing out logs may take.
  package var flush: Duration

  /// Makes limits.
  package init(
    settle: Duration = .zero, stopAccepting: Duration = .seconds(1),
    drain: Duration = .seconds(10), stopServices: Duration = .seconds(5),
    flush: Duration = .seconds(1)
  ) {
    self.settle = settle
    self.stopAccepting = stopAccepting
    self.drain = drain
    self.stopServices = stopServices
    self.flush = flush
  }

  /// The longest that the whole shutdown takes.
  package var total: Duration { settle + stopAccepting + drain + stopServices + flush }
}
