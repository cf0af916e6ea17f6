internal import Settings
package import Telemetry

/// A part of the program whose events may have a level of their own.
package enum LogComponent: String, CaseIterable, SettingValue {
  /// Start, stop and what runs.
  case lifecycle
  /// Requests that failed for reasons nobody foresaw.
  case http
  /// The cache, its fetches and its checks.
  case content
  /// Components, what is done for them, and alerts.
  case health
  /// The settings and their changes.
  case settings
  /// Spans and reports of errors on their way.
  case telemetry
}

extension Logger {
  /// The logger of a part of the program.
  package func component(_ component: LogComponent) -> Logger { self.component(component.rawValue) }
}
