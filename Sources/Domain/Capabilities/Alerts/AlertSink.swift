/// Somewhere that alerts are told: a channel of people, a pager, another program.
package protocol AlertSink: Sendable {
  /// One word for settings, metrics and logs.
  var name: String { get }

  /// Tells one alert, once; returns in a few words what came back. Whoever calls tries again.
  func deliver(_ notice: AlertNotice) async throws(AlertFailure) -> String
}
