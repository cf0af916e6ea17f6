/// An action and what it is done to.
package struct RecoveryStep: Hashable, Sendable, CustomStringConvertible {
  package let action: RecoveryAction
  package let component: HealthComponent

  /// A step.
  package init(_ action: RecoveryAction, _ component: HealthComponent) {
    self.action = action
    self.component = component
  }

  /// As logs name it: `reconnect database`.
  package var description: String { "\(action.rawValue) \(component.rawValue)" }
}
