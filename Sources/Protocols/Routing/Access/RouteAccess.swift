/// Who may call a route. Every route says so: there is no default, so nothing is open by accident.
package enum RouteAccess: Hashable, Sendable {
  /// Routes that a setting opens or closes together.
  package enum Area: String, CaseIterable, Sendable {
    /// Reading and storing content: `content.access`.
    case content
    /// Metrics and states of the server: `operations.access`.
    case operations
  }

  /// Anybody: what has no secrets and must work before there is an account.
  case open
  /// Who has the permission; anybody where the setting of the area says `public`.
  case permission(Permission, Area)
  /// A user who has signed in; a token of the interface is not enough.
  case user
  /// An administrator who has signed in, or a token with `ADMIN`.
  case administrator

  /// The permission that is needed, if it is one.
  package var permission: Permission? {
    switch self {
    case .open, .user: nil
    case .permission(let permission, _): permission
    case .administrator: .admin
    }
  }

  /// Who may call the route, in a few words for tables and the description.
  package var summary: String {
    switch self {
    case .open: "anybody"
    case .permission(let permission, let area):
      "\(permission.names.joined(separator: " ")), or anybody where \(area.rawValue).access is public"
    case .user: "a user who has signed in"
    case .administrator: "an administrator"
    }
  }
}
