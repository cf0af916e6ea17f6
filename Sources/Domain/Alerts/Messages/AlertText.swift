package import Capabilities

/// An alert in words, for channels that people read.
package enum AlertText {
  /// The longest text of a detail, in characters.
  private static let detailMax = 300

  /// One line that begins with what has become of it.
  package static func headline(_ notice: AlertNotice) -> String {
    let event = notice.event
    let word =
      switch event.phase {
      case .firing: event.severity.rawValue
      case .resolved: "resolved"
      case .notice: "notice"
      }
    return "[\(word)] \(notice.source): \(event.summary)"
  }

  /// A line for each detail.
  package static func details(_ notice: AlertNotice) -> [String] {
    var lines = notice.event.details.map { "\($0.name): \($0.value.prefix(detailMax))" }
    if notice.repeatCount > 0 { lines.append("noticed before: \(notice.repeatCount) times") }
    lines.append("at: \(notice.event.at.text)")
    return lines
  }
}
