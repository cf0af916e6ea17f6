internal import Credentials

/// A signed text in three parts of base64url, not yet verified (RFC 7515 §7.1).
package struct CompactSignature: Sendable {
  /// Bytes of the longest that is looked at.
  package static let byteCountMax = 2048

  /// The header and the payload, decoded.
  package let header: [UInt8]
  package let payload: [UInt8]
  package let signature: [UInt8]
  /// What is signed: the first two parts as they stand.
  package let signed: [UInt8]

  /// The parts of a text; nil when it is not of this form.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.byteCountMax else { return nil }
    let parts = bytes.split(
      separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }),
      let header = Base64URL.bytes(parts[0]), let payload = Base64URL.bytes(parts[1]),
      let signature = Base64URL.bytes(parts[2])
    else { return nil }
    self.header = header
    self.payload = payload
    self.signature = signature
    signed = Array(bytes[..<parts[1].endIndex])
  }
}
