/// Where alerts are handed over, at once and without waiting for anybody.
package protocol AlertOutlet: Sendable {
  /// Takes an alert; whether and when it is told is the outlet's business.
  func raise(_ event: AlertEvent)
}
