internal import RequestSigning
internal import Routing
internal import SharedState
internal import Telemetry

/// Signed requests with what they stand on.
struct SigningWiring: Sendable {
  let requests: SignedRequests

  /// - Parameter noteRefusal: told of every signature that is refused.
  init(
    _ settings: GatewaySettings, sharedState: any SharedStateStore, registry: inout MetricRegistry,
    metrics: DeferredMetrics, logger: Logger,
    noteRefusal: @escaping @Sendable () -> Void = {}
  ) {
    let numbers = SignatureMetrics(in: &registry)
    requests = SignedRequests(settings.signing, store: sharedState) { event in
      metrics.shared?.add(numbers.signatures, at: event.rawValue)
      if event.isRefusal { noteRefusal() }
    }
    guard settings.signing.keys.isEmpty, settings.signing.demand == .withKeys else { return }
    logger.warning(
      """
      Requests for sensitive routes are not signed: signing.keys is empty. Whoever steals an \
      administrator's token can use them; floe sign --help says how to make a key.
      """)
  }
}
