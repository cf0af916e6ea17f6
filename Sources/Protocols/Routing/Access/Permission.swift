/// What a caller may do, as a set; the names are those that users write into a token.
package struct Permission: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  /// The set whose bits these are.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// To read content.
  package static let readCDN = Permission(rawValue: 1 << 0)
  /// To change how content is delivered.
  package static let writeCDN = Permission(rawValue: 1 << 1)
  /// To store content.
  package static let uploadFiles = Permission(rawValue: 1 << 2)
  /// To preload, pin and purge.
  package static let manageCache = Permission(rawValue: 1 << 3)
  /// To read metrics and statistics.
  package static let viewAnalytics = Permission(rawValue: 1 << 4)
  /// Everything.
  package static let admin = Permission(rawValue: 1 << 5)

  /// Every permission with its name, in the order of their bits.
  package static let named: [(name: String, permission: Permission)] = [
    ("READ_CDN", .readCDN), ("WRITE_CDN", .writeCDN), ("UPLOAD_FILES", .uploadFiles),
    ("MANAGE_CACHE", .manageCache), ("VIEW_ANALYTICS", .viewAnalytics), ("ADMIN", .admin),
  ]

  /// The permission of this name; nil when there is none.
  package init?(name: String) {
    guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
    self = found.permission
  }

  /// The names of what the set holds.
  package var names: [String] { Self.named.filter { contains($0.permission) }.map(\.name) }

  /// Whether the set allows what needs all of `wanted`; `ADMIN` allows everything.
  package func allows(_ wanted: Permission) -> Bool { contains(.admin) || isSuperset(of: wanted) }
}
