internal import Capabilities
internal import Digests
internal import JSON

/// The hash that ties an entry of the audit log to the one before it: SHA-256 in hexadecimal.
enum AuditHash {
  /// What the first entry is tied to.
  static let beginning = String(repeating: "0", count: 64)

  /// The hash of an entry: of the hash before it, a line feed, and a JSON array of everything that
  /// the entry says, its number first.
  static func of(_ entry: AuditEntry, details: String, number: Int64, after previous: String)
    -> String
  {
    let content: JSONValue = [
      .integer(number), .integer(entry.happenedAt), .string(entry.action), .string(entry.actorID),
      .string(entry.subjectID), .string(entry.address), .string(entry.requestID),
      .string(details),
    ]
    let bytes = Array(previous.utf8) + [0x0A] + content.bytes
    let digest = DigestState.digest(.sha256, of: bytes)
    return digest.map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
