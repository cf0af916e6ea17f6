internal import Alerts
internal import Capabilities
internal import Glibc
internal import Lifecycle
internal import Resilience
internal import Telemetry

/// Everybody who hears of alerts, as the settings say.
struct AlertsWiring: Sendable {
  /// How long alerts are still delivered when the server stops.
  private static let stopLimit = Duration.seconds(2)
  private static let sinkNames = ["webhook", "slack", "discord", "pagerduty", "mail"]
  private static let outcomes = ["delivered", "retried", "dropped"]

  let dispatcher: AlertDispatcher
  let sinks: [any AlertSink]
  let couriers: [SinkCourier]
  private let client: AlertClient?

  /// - Parameter mail: sends a message at once; nil where nobody delivers mail.
  /// - Throws: `SinkAddress.Malformed`.
  init(
    _ settings: AlertsSettings, breaker: CircuitBreaker.Limits,
    mail: (@Sendable (MailMessage) async throws -> Void)?, logger: Logger
  ) throws(SinkAddress.Malformed) {
    let client = settings.addresses.isEmpty ? nil : AlertClient(timeout: settings.timeout)
    self.client = client
    var sinks: [any AlertSink] = []
    if let client { sinks += try Self.receivers(settings, client) }
    if let mail, !settings.mailTo.isEmpty {
      sinks.append(MailAlertSink(recipients: settings.mailTo, send: mail))
    }
    var limits = DeliveryQueue.Limits()
    limits.waitingMax = settings.queueMax
    limits.attemptsMax = settings.attemptsMax
    limits.backoff.first = settings.retryTime
    limits.breaker = breaker
    self.sinks = sinks
    couriers = sinks.map {
      SinkCourier($0, limits: limits, timeout: settings.timeout, logger: logger)
    }
    dispatcher = AlertDispatcher(
      couriers, source: settings.source, limits: settings.bookLimits)
  }

  private static func receivers(
    _ settings: AlertsSettings, _ client: AlertClient
  ) throws(SinkAddress.Malformed) -> [any AlertSink] {
    var sinks: [any AlertSink] = []
    func add(
      _ name: String, _ url: String, _ request: @escaping @Sendable (AlertNotice) -> AlertRequest
    ) throws(SinkAddress.Malformed) {
      let address = try SinkAddress(url, isPlainAllowed: settings.isPlainAllowed)
      sinks.append(
        HTTPAlertSink(name: name, address: address, client: client, request: request))
    }
    if let url = settings.webhookURL {
      let message = WebhookMessage(secret: settings.webhookSecret.flatMap { WebhookSecret($0) })
      try add("webhook", url) { message.request($0, at: Int64(time(nil))) }
    }
    if let url = settings.slackURL { try add("slack", url) { SlackMessage.request($0) } }
    if let url = settings.discordURL { try add("discord", url) { DiscordMessage.request($0) } }
    if let key = settings.pagerDutyKey {
      let message = PagerDutyMessage(routingKey: key)
      try add("pagerduty", settings.pagerDutyURL) { message.request($0) }
    }
    return sinks
  }

  /// Declares what is counted of them.
  func declare(in registry: inout MetricRegistry) {
    let couriers = couriers
    let dispatcher = dispatcher
    _ = registry.counter(
      "alerts_total", "Alerts for each receiver: taken, tried again, and given up.",
      .each("sink", Self.sinkNames).by("outcome", Self.outcomes)
    ) { series in
      let name = Self.sinkNames[series / Self.outcomes.count]
      guard let counts = couriers.first(where: { $0.sink.name == name })?.counts else { return 0 }
      return Double(
        [counts.delivered, counts.retried, counts.dropped][series % Self.outcomes.count])
    }
    _ = registry.counter(
      "alerts_suppressed_total", "Alerts that were not told, because nothing was new about them."
    ) { _ in Double(dispatcher.suppressedCount) }
    _ = registry.gauge("alerts_open", "Matters that alerts were raised of and that go on.") { _ in
      Double(dispatcher.openKeys.count)
    }
  }

  /// Begins to deliver.
  @Sendable func start() async { await client?.start() }

  /// Delivers what is there for a moment, and ends.
  @Sendable func stop() async {
    await withTaskGroup { group in
      for courier in couriers {
        group.addTask { await courier.stop(within: Self.stopLimit) }
      }
    }
    await client?.stop()
  }
}
