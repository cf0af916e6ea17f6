/// An alert on its way to somebody: the same, with what a receiver needs to tell copies apart.
package struct AlertNotice: Hashable, Sendable {
  /// The same for every attempt to deliver it.
  package let id: String
  /// Which edge it comes from.
  package let source: String
  /// What it says.
  package let event: AlertEvent
  /// How often the same was noticed since it was last told of.
  package let repeatCount: Int

  /// A notice.
  package init(id: String, source: String, event: AlertEvent, repeatCount: Int = 0) {
    self.id = id
    self.source = source
    self.event = event
    self.repeatCount = repeatCount
  }
}
