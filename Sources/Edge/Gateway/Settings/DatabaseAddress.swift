internal import Settings

/// Where the database is.
package enum DatabaseAddress: SettingValue, Hashable {
  /// A server of PostgreSQL or CockroachDB: an address as libpq takes it, with its password.
  case server(String)
  /// A file of SQLite.
  case file(String)

  package static var settingType: String { "address" }
  package static var settingForm: String {
    "an address such as postgres://user:password@host/database, or sqlite:PATH"
  }

  package init?(settingText text: String) {
    if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      self = .server(text)
    } else if text.hasPrefix("sqlite:"), text.utf8.count > 7 {
      self = .file(String(text.dropFirst(7)))
    } else {
      return nil
    }
  }

  package var settingText: String {
    switch self {
    case .server(let url): url
    case .file(let path): "sqlite:\(path)"
    }
  }
}
