internal import Capabilities

/// Puts other lists and terms of the settings into force.
package struct AddressReconfiguration: Reconfigurable {
  private let rules: AddressRules

  /// A reconfiguration of these rules.
  package init(_ rules: AddressRules) { self.rules = rules }

  package func reconfigure(_ section: AddressScreeningSettings) async {
    rules.reconfigure(section)
  }
}
