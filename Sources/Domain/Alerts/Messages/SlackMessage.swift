package import Capabilities
internal import JSON

/// An alert as Slack's incoming webhooks take it.
package enum SlackMessage {
  /// The longest text that Slack shows whole, in characters.
  private static let textMax = 3000

  /// The request of a notice.
  package static func request(_ notice: AlertNotice) -> AlertRequest {
    let lines = [AlertText.headline(notice)] + AlertText.details(notice)
    let text = escaped(String(lines.joined(separator: "\n").prefix(textMax)))
    return AlertRequest(body: JSONValue.object([.init("text", .string(text))]).bytes)
  }

  /// The three characters that have a meaning in Slack's text: otherwise a reason could call
  /// everybody in a channel, or pretend to be a link.
  private static func escaped(_ text: String) -> String {
    var output = ""
    for character in text {
      switch character {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      default: output.append(character)
      }
    }
    return output
  }
}
