package import Settings

/// Whether and how users are sent mail.
package struct MailSettings: SettingsSection {
  package static let section = "mail"

  /// Where mail goes.
  package enum Transport: String, CaseIterable, SettingValue {
    /// Nowhere: what needs mail says so.
    case off
    /// Into files of the data directory, for development.
    case folder
    /// To a server that delivers it.
    case smtp
  }

  /// The way, the server, and who sends.
  package var transport: Transport
  package var url: String?
  package var username: String?
  package var password: String?
  package var needsTLS: Bool
  package var sender: String
  package var queueMax: Int

  package init(reading reader: inout SettingsReader) {
    transport = reader.value(
      "transport", default: Transport.off,
      "off, folder (files in mail/ of the data directory) or smtp (a server that delivers).")
    url = reader.value(
      "url", default: String?.none, "The server: smtp://host:587 or smtps://host:465.")
    username = reader.value(
      "username", default: String?.none, "The name at the server, where it asks for one.")
    password = reader.value(
      "password", default: String?.none, "The password at the server.", secret: true)
    needsTLS = reader.value(
      "tls", default: true, "Whether nothing is sent to the server without TLS.")
    sender = reader.value(
      "sender", default: "floe@localhost", "The address that messages come from.")
    queueMax = reader.value(
      "queue_max", default: 1000, "Messages that may wait for the server; past it none is taken.",
      range: 1...100_000)
  }
}
