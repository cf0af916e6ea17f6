internal import Accounts
internal import Settings

extension GatewaySettings {
  /// Relations between the settings of accounts and mail.
  static let accountValidations: [SettingsValidation<GatewaySettings>] = [
    SettingsValidation(["accounts.failures_free", "accounts.failures_max"]) { settings in
      settings.accounts.fault
    },
    SettingsValidation(["accounts.cookie_secure", "environment"]) { settings in
      settings.accounts.cookieIsSecure || [.development, .test].contains(settings.environment)
        ? nil : "the session's cookie goes over plain HTTP in development and test alone"
    },
    SettingsValidation(["mail.transport", "mail.url"]) { settings in
      settings.mail.transport == .smtp && settings.mail.url == nil
        ? "mail by smtp needs the address of a server" : nil
    },
  ]
}
