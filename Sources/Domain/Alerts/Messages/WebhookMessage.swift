package import Capabilities
internal import JSON

/// An alert for any program that takes webhooks, signed (Standard Webhooks 1.0).
package struct WebhookMessage: Sendable {
  private let secret: WebhookSecret?

  /// Messages signed with a key; without one they are not signed.
  package init(secret: WebhookSecret?) { self.secret = secret }

  /// The request of a notice.
  ///
  /// - Parameter seconds: the time of this attempt, since 1970: receivers refuse old ones.
  package func request(_ notice: AlertNotice, at seconds: Int64) -> AlertRequest {
    let event = notice.event
    let document: JSONValue = [
      "type": .string("alert.\(event.phase.rawValue)"), "timestamp": .string(event.at.text),
      "data": [
        "key": .string(event.key), "severity": .string(event.severity.rawValue),
        "summary": .string(event.summary),
        "details": .object(event.details.map { .init($0.name, .string($0.value)) }),
        "repeatCount": .integer(Int64(notice.repeatCount)), "source": .string(notice.source),
      ],
    ]
    let body = document.bytes
    var fields = [
      AlertRequest.Field(name: "webhook-id", value: notice.id),
      AlertRequest.Field(name: "webhook-timestamp", value: String(seconds)),
    ]
    if let secret {
      fields.append(
        AlertRequest.Field(
          name: "webhook-signature",
          value: secret.signature(id: notice.id, timestamp: seconds, body: body)))
    }
    return AlertRequest(fields: fields, body: body)
  }
}
