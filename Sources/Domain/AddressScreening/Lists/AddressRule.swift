package import Bytes
internal import Capabilities

/// A block of addresses in one of the lists, and why it is there.
package struct AddressRule: Hashable, Sendable {
  /// Where a rule comes from.
  package enum Source: String, Sendable {
    /// The settings: it goes when they say so.
    case settings
    /// Administrators: it is in the database.
    case administrators
  }

  /// The rule's id, `adr_…`; empty for one of the settings.
  package let id: String
  /// The list, and what is in it.
  package let list: AddressList
  package let block: AddressBlock
  /// Why, in the words of whoever made it.
  package let reason: String
  package let source: Source
  /// When it was made, by whom, and from when on it no longer holds, in seconds since 1970.
  package let createdAt: Int64
  package let createdBy: String
  package let expiresAt: Int64?

  /// A rule.
  package init(
    id: String, list: AddressList, block: AddressBlock, reason: String,
    source: Source = .administrators, createdAt: Int64, createdBy: String, expiresAt: Int64? = nil
  ) {
    self.id = id
    self.list = list
    self.block = block
    self.reason = reason
    self.source = source
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
  }

  /// A rule of the settings.
  static func ofSettings(_ list: AddressList, _ block: AddressBlock, _ reason: String)
    -> AddressRule
  {
    AddressRule(
      id: "", list: list, block: block, reason: reason, source: .settings, createdAt: 0,
      createdBy: "")
  }

  /// Whether it holds at a moment.
  func holds(at seconds: Int64) -> Bool { expiresAt.map { seconds < $0 } ?? true }
}
