package import Capabilities
internal import JSON

/// An alert as PagerDuty's Events API takes it, version 2.
package struct PagerDutyMessage: Sendable {
  /// Where events go, unless the settings say something else.
  package static let address = "https://events.pagerduty.com/v2/enqueue"
  /// The longest summary and key that PagerDuty takes, in characters.
  private static let summaryMax = 1024
  private static let keyMax = 255

  private let routingKey: String

  /// Events of one integration.
  package init(routingKey: String) { self.routingKey = routingKey }

  /// The request of a notice: what fires opens an incident under the alert's key, or adds to it, and
  /// what is over resolves it.
  package func request(_ notice: AlertNotice) -> AlertRequest {
    let event = notice.event
    var members: [JSONValue.Member] = [
      .init("routing_key", .string(routingKey)),
      .init("event_action", event.phase == .resolved ? "resolve" : "trigger"),
      .init("dedup_key", .string(String("\(notice.source)/\(event.key)".prefix(Self.keyMax)))),
    ]
    if event.phase != .resolved {
      members.append(
        .init(
          "payload",
          [
            "summary": .string(String(event.summary.prefix(Self.summaryMax))),
            "source": .string(notice.source), "severity": .string(event.severity.rawValue),
            "timestamp": .string(event.at.text), "component": "floe",
            "custom_details": .object(event.details.map { .init($0.name, .string($0.value)) }),
          ]))
    }
    return AlertRequest(body: JSONValue.object(members).bytes)
  }
}
