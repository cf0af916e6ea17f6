internal import Bytes
internal import Capabilities
internal import JSON
internal import Routing

/// Tokens as documents.
enum TokenDocuments {
  static func members(of token: AccessToken, at now: Int64) -> [JSONValue.Member] {
    let terms = token.terms
    let hasEnded = terms.expiresAt.map { $0 <= now } ?? false
    return [
      .init("id", .string(token.id)), .init("name", .string(terms.name)),
      .init("permissions", .array(terms.permissions.names.map { .string($0) })),
      .init("state", hasEnded ? "expired" : "active"),
      .init("prefix", .string(token.prefix)), .init("lastFour", .string(token.lastFour)),
      .init("createdAt", moment(token.createdAt)),
      .init("expiresAt", terms.expiresAt.map(moment) ?? .null),
      .init("lastUsedAt", token.lastUsedAt.map(moment) ?? .null),
      .init("previousSecretEndsAt", token.previousSecretEndsAt.map(moment) ?? .null),
      .init("addresses", .array(terms.addresses.map { .string($0.text) })),
      .init("limits", TokenLimits.document(terms.limits)),
    ]
  }

  private static func moment(_ seconds: Int64) -> JSONValue {
    .string(Timestamp(seconds: seconds).text)
  }
}
