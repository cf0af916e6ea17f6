/// A component is not as it was.
package struct ComponentChange: Hashable, Sendable {
  /// The component, how it was and how it is.
  package let component: HealthComponent
  package let from: ComponentState
  package let to: ComponentState
  /// What is wrong; nil when nothing is.
  package let reason: String?
}
