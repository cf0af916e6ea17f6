internal import Alerts
internal import Settings

extension GatewaySettings {
  /// What is wrong with the receivers of alerts, in words that repeat no address.
  static let alertValidations: [SettingsValidation<GatewaySettings>] =
    ["webhook_url", "slack_url", "discord_url", "pagerduty_url"].map { key in
      SettingsValidation(["alerts.\(key)"]) { settings in
        guard let url = settings.alerts.addresses.first(where: { $0.key == key })?.url else {
          return nil
        }
        do throws(SinkAddress.Malformed) {
          _ = try SinkAddress(url, isPlainAllowed: settings.alerts.isPlainAllowed)
          return nil
        } catch {
          return "the address is not taken: \(error)"
        }
      }
    } + [
      SettingsValidation(["alerts.webhook_secret"]) { settings in
        guard let secret = settings.alerts.webhookSecret else { return nil }
        return WebhookSecret(secret) == nil
          ? "a key has at least \(WebhookSecret.bytesMin) bytes, after whsec_ in base64" : nil
      },
      SettingsValidation(["alerts.mail_to", "mail.transport"]) { settings in
        settings.alerts.mailTo.isEmpty || settings.mail.transport != .off
          ? nil : "alerts by mail need a transport of mail"
      },
    ]
}
