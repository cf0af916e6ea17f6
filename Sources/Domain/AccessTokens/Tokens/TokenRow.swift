internal import Bytes
internal import Capabilities
internal import Persistence
internal import Routing

/// A row of the table of tokens.
struct TokenRow: Sendable {
  static let columns: SQL = """
    id, user_id, name, permissions, addresses, per_minute, per_day, per_month, bytes_per_month,
    created_at, access_tokens.expires_at, last_used_at
    """
  static let columnCount = 12

  let id: String
  let userID: String
  let terms: TokenTerms
  let createdAt: Int64
  let lastUsedAt: Int64?

  init(_ row: Row) throws(DatabaseFailure) {
    id = try row.value(at: 0)
    userID = try row.value(at: 1)
    let bits: Int64 = try row.value(at: 3)
    guard let bits = UInt8(exactly: bits) else {
      throw DatabaseFailure(.unexpectedShape, "a token has unknown permissions")
    }
    let text: String = try row.value(at: 4)
    var blocks: [AddressBlock] = []
    for part in text.split(separator: " ") {
      guard let block = AddressBlock(String(part)) else {
        throw DatabaseFailure(.unexpectedShape, "a token has a malformed block of addresses")
      }
      blocks.append(block)
    }
    let limits = Allowance(
      requestsPerMinute: try row.value(at: 5), requestsPerDay: try row.value(at: 6),
      requestsPerMonth: try row.value(at: 7), bytesPerMonth: try row.value(at: 8))
    terms = TokenTerms(
      name: try row.value(at: 2), permissions: Permission(rawValue: bits),
      expiresAt: try row.value(at: 10), addresses: blocks,
      limits: limits == Allowance() ? nil : limits)
    createdAt = try row.value(at: 9)
    lastUsedAt = try row.value(at: 11)
  }

  /// Blocks of addresses as they are kept.
  static func text(of blocks: [AddressBlock]) -> String {
    blocks.map(\.text).joined(separator: " ")
  }
}
