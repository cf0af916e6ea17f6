internal import Bytes
internal import Credentials

/// The value of `X-Floe-Signature`: which key signed when, a nonce, and the code.
///
///     key=ops-1;t=1764000000;nonce=Zk2T0c9uE1dY8bQhV4xW6g;v1=<64 hexadecimal digits>
///
/// The parts stand in this order and have one spelling, so a signature can be sent in one way only.
package struct RequestSignature: Sendable, Hashable {
  /// The field that carries it.
  package static let fieldName: StaticString = "X-Floe-Signature"
  /// Bytes that a nonce has: 96 bits of randomness at the least.
  package static let nonceCounts = 16...64
  /// The longest value.
  package static let valueCountMax = 256

  /// The key's id, the time in seconds since 1970, and what makes the request one of its kind.
  package let keyID: String
  package let timestamp: Int64
  package let nonce: String
  let code: [UInt8]

  /// Signs a request.
  package init(
    of request: CanonicalRequest, with key: SignatureKey, timestamp: Int64,
    nonce: String = Base64URL.text(SecureRandom.bytes(16))
  ) {
    keyID = key.id
    self.timestamp = timestamp
    self.nonce = nonce
    code = MessageCode.code(
      of: request.text(timestamp: timestamp, nonce: nonce), key: key.secret)
  }

  /// Reads the value of the field; nil when it has not the form.
  package init?(_ value: some Collection<UInt8>) {
    guard value.count <= Self.valueCountMax else { return nil }
    let parts = value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard parts.count == 4, let key = Self.value("key=", of: parts[0]), SignatureKey.isID(key),
      let time = Self.value("t=", of: parts[1]), let timestamp = Self.timestamp(time),
      let nonce = Self.value("nonce=", of: parts[2]), Self.isNonce(nonce),
      let digits = Self.value("v1=", of: parts[3]), let code = HexText.bytes(digits),
      code.count == MessageCode.byteCount
    else { return nil }
    keyID = String(decoding: key, as: UTF8.self)
    self.timestamp = timestamp
    self.nonce = String(decoding: nonce, as: UTF8.self)
    self.code = code
  }

  /// The value of the field.
  package var value: String {
    "key=\(keyID);t=\(timestamp);nonce=\(nonce);v1=\(HexText.text(code))"
  }

  private static func value<Part: Collection<UInt8>>(
    _ name: StaticString, of part: Part
  ) -> Part.SubSequence? {
    let count = name.utf8CodeUnitCount
    guard part.count >= count, String(decoding: part.prefix(count), as: UTF8.self) == "\(name)"
    else { return nil }
    return part.dropFirst(count)
  }

  /// A time in its one spelling: up to 12 digits, the first of them not 0.
  private static func timestamp(_ digits: some Collection<UInt8>) -> Int64? {
    guard (1...12).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  private static func isNonce(_ bytes: some Collection<UInt8>) -> Bool {
    nonceCounts.contains(bytes.count)
      && bytes.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }
}
