package import Capabilities
package import Settings

/// What operators may see of a running edge, and who they are.
package struct OperationsSettings: SettingsSection {
  package static let section = "operations"

  /// Who may read metrics and the states of upstreams.
  package var access: AreaAccess

  package init(reading reader: inout SettingsReader) {
    access = reader.value(
      "access", default: AreaAccess.token,
      "Who may read metrics and states: anybody (public), or who may VIEW_ANALYTICS (token).")
  }
}
