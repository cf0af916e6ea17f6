internal import Settings

/// Who may call the routes of an area, as a setting says.
package enum AreaAccess: String, CaseIterable, SettingValue {
  /// Anybody; a token is looked at where one is sent.
  case anybody = "public"
  /// Who has the permission that the route names.
  case token
}
