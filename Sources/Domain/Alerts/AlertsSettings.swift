package import Capabilities
package import Settings

/// Who hears of what is wrong.
package struct AlertsSettings: SettingsSection {
  package static let section = "alerts"

  /// The receivers, each with what it needs.
  package var webhookURL: String?
  package var webhookSecret: String?
  package var slackURL: String?
  package var discordURL: String?
  package var pagerDutyKey: String?
  package var pagerDutyURL: String
  package var mailTo: [String]
  /// What this edge is called, what is told, and how often.
  package var source: String
  package var severityMin: AlertSeverity
  package var quietTime: Duration
  /// How hard it is tried.
  package var queueMax: Int
  package var attemptsMax: Int
  package var retryTime: Duration
  package var timeout: Duration
  package var isPlainAllowed: Bool

  package init(reading reader: inout SettingsReader) {
    webhookURL = reader.value(
      "webhook_url", default: String?.none, "A program that takes alerts as JSON.", secret: true)
    webhookSecret = reader.value(
      "webhook_secret", default: String?.none,
      "What its messages are signed with (Standard Webhooks): whsec_ and base64, or any text.",
      secret: true)
    slackURL = reader.value(
      "slack_url", default: String?.none, "An incoming webhook of Slack.", secret: true)
    discordURL = reader.value(
      "discord_url", default: String?.none, "A webhook of Discord.", secret: true)
    pagerDutyKey = reader.value(
      "pagerduty_key", default: String?.none,
      "The routing key of an integration of PagerDuty (Events API, version 2).", secret: true)
    pagerDutyURL = reader.value(
      "pagerduty_url", default: PagerDutyMessage.address, "Where PagerDuty takes events.")
    mailTo = reader.value(
      "mail_to", default: [String](), "Who gets alerts by mail; needs mail.transport.")
    source = reader.value(
      "source", default: "floe", "What this edge is called in alerts.")
    severityMin = reader.value(
      "severity_min", default: AlertSeverity.warning, "What matters less is not told.")
    quietTime = reader.value(
      "quiet_time", default: Duration.seconds(300),
      "How long nothing is told of a matter that comes and goes.",
      range: .zero ... .seconds(86_400))
    queueMax = reader.value(
      "queue_max", default: 100, "Alerts that wait for one receiver; past it the oldest goes.",
      range: 1...10_000)
    attemptsMax = reader.value(
      "attempts_max", default: 6, "How often one alert is tried.", range: 1...20)
    retryTime = reader.value(
      "retry_time", default: Duration.seconds(5),
      "The pause before the second attempt, which doubles with each one, up to five minutes.",
      range: .milliseconds(1) ... .seconds(300))
    timeout = reader.value(
      "timeout", default: Duration.seconds(10), "How long one attempt may take.",
      range: .milliseconds(10) ... .seconds(60))
    isPlainAllowed = reader.value(
      "plain_allowed", default: false,
      "Whether receivers may be plain http, or on this machine or a private network.")
  }

  /// The URLs that are set, with their keys, for a look at whether they are right.
  package var addresses: [(key: String, url: String)] {
    [
      ("webhook_url", webhookURL), ("slack_url", slackURL), ("discord_url", discordURL),
      ("pagerduty_url", pagerDutyKey == nil ? nil : pagerDutyURL),
    ].compactMap { key, url in url.map { (key, $0) } }
  }

  /// What bounds the book.
  package var bookLimits: AlertBook.Limits {
    var limits = AlertBook.Limits()
    limits.quiet = quietTime
    limits.severityMin = severityMin
    return limits
  }
}
