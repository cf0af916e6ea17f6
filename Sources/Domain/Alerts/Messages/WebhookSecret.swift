internal import Credentials

/// The key that a webhook is signed with (Standard Webhooks 1.0, "Signature scheme"): `whsec_` and
/// base64, or any other text, whose bytes are then the key.
package struct WebhookSecret: Hashable, Sendable {
  private let key: [UInt8]

  /// A key has at least so many bytes.
  package static let bytesMin = 16

  /// The key of a text; nil when it is too short, or begins like base64 and is none.
  package init?(_ text: String) {
    let prefix = "whsec_"
    if text.hasPrefix(prefix) {
      guard let bytes = Base64.bytes(text.utf8.dropFirst(prefix.utf8.count)) else { return nil }
      key = bytes
    } else {
      key = Array(text.utf8)
    }
    guard key.count >= Self.bytesMin else { return nil }
  }

  /// `webhook-signature` of a message: `v1,` and the HMAC-SHA-256 of id, time and content, joined
  /// by full stops.
  package func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
    let message = Array("\(id).\(timestamp).".utf8) + body
    return "v1," + Base64.text(MessageCode.code(of: message, key: key))
  }
}
