/// Something that an operator wants to hear of. Says nothing that is a secret.
package struct AlertEvent: Hashable, Sendable {
  /// What has become of it.
  package enum Phase: String, CaseIterable, Sendable {
    /// It has begun, or goes on.
    case firing
    /// What had begun is over.
    case resolved
    /// It has happened, and has no end.
    case notice
  }

  /// A name and a value that say more.
  package struct Detail: Hashable, Sendable {
    package let name: String
    package let value: String

    /// A detail.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What it is about: alerts of one key are one matter.
  package var key: String
  /// What has become of it, and how much it matters.
  package var phase: Phase
  package var severity: AlertSeverity
  /// One sentence for a person.
  package var summary: String
  /// What else is known.
  package var details: [Detail]
  /// When it was noticed.
  package var at: Timestamp

  /// An alert.
  package init(
    key: String, phase: Phase, severity: AlertSeverity, summary: String, details: [Detail] = [],
    at: Timestamp
  ) {
    self.key = key
    self.phase = phase
    self.severity = severity
    self.summary = summary
    self.details = details
    self.at = at
  }
}
