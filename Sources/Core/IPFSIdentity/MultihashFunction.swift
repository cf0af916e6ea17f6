/// The hash function of a multihash, by its number in the table of multicodecs.
package struct MultihashFunction: Hashable, Sendable {
  /// The number in the table.
  package let code: UInt64

  /// The function with this number.
  package init(code: UInt64) { self.code = code }

  /// No function: the digest is the content itself.
  package static let identity = MultihashFunction(code: 0x00)
  /// SHA-256 (FIPS 180-4).
  package static let sha2_256 = MultihashFunction(code: 0x12)
  /// SHA-512 (FIPS 180-4).
  package static let sha2_512 = MultihashFunction(code: 0x13)
  /// SHA3-512 (FIPS 202).
  package static let sha3_512 = MultihashFunction(code: 0x14)
  /// SHA3-256 (FIPS 202).
  package static let sha3_256 = MultihashFunction(code: 0x16)
  /// BLAKE2b with 256 bits (RFC 7693).
  package static let blake2b_256 = MultihashFunction(code: 0xb220)
  /// BLAKE2b with 512 bits (RFC 7693).
  package static let blake2b_512 = MultihashFunction(code: 0xb240)

  /// The longest content that may stand in an identifier in place of its hash, in bytes.
  package static let identityByteCountMax = 128

  /// Bytes that a digest may have. Where the function says how many, a digest that was cut short
  /// is refused; otherwise from 20, below which collisions are cheap, to 64.
  package var digestByteCounts: ClosedRange<Int> {
    switch self {
    case .identity: 0...Self.identityByteCountMax
    case .sha2_256, .sha3_256, .blake2b_256: 32...32
    case .sha2_512, .sha3_512, .blake2b_512: 64...64
    default: 20...64
    }
  }
}

extension MultihashFunction: CustomStringConvertible {
  /// The name in the table, or the number.
  package var description: String {
    switch self {
    case .identity: "identity"
    case .sha2_256: "sha2-256"
    case .sha2_512: "sha2-512"
    case .sha3_512: "sha3-512"
    case .sha3_256: "sha3-256"
    case .blake2b_256: "blake2b-256"
    case .blake2b_512: "blake2b-512"
    default: "0x" + String(code, radix: 16)
    }
  }
}
