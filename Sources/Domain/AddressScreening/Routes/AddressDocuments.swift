internal import Bytes
internal import Capabilities
internal import JSON

/// Rules and bans as documents.
enum AddressDocuments {
  static func rule(_ rule: AddressRule) -> JSONValue {
    [
      "id": rule.id.isEmpty ? .null : .string(rule.id), "list": .string(rule.list.rawValue),
      "block": .string(rule.block.text), "reason": .string(rule.reason),
      "source": .string(rule.source.rawValue),
      "createdAt": rule.source == .settings ? .null : moment(rule.createdAt),
      "createdBy": rule.createdBy.isEmpty ? .null : .string(rule.createdBy),
      "expiresAt": rule.expiresAt.map(moment) ?? .null,
    ]
  }

  static func ban(_ ban: AddressBan, refusals: Int, at now: Int64) -> JSONValue {
    [
      "address": .string(ban.address), "reason": .string(ban.reason.rawValue),
      "note": ban.note.isEmpty ? .null : .string(ban.note), "level": .integer(Int64(ban.level)),
      "bannedAt": moment(ban.bannedAt), "expiresAt": moment(ban.until),
      "secondsLeft": .integer(ban.secondsLeft(at: now)),
      "refusedRequests": .integer(Int64(refusals)),
    ]
  }

  private static func moment(_ seconds: Int64) -> JSONValue {
    .string(Timestamp(seconds: seconds).text)
  }
}
