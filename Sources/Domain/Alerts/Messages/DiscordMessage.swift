package import Capabilities
internal import JSON

/// An alert as Discord's webhooks take it.
package enum DiscordMessage {
  /// The longest content that Discord takes, in characters.
  private static let contentMax = 2000

  /// The request of a notice. Nobody is called by what a text may happen to name.
  package static func request(_ notice: AlertNotice) -> AlertRequest {
    let lines = [AlertText.headline(notice)] + AlertText.details(notice)
    let document: JSONValue = [
      "content": .string(String(lines.joined(separator: "\n").prefix(contentMax))),
      "allowed_mentions": ["parse": []],
    ]
    return AlertRequest(body: document.bytes)
  }
}
