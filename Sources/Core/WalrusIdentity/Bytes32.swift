/// Thirty-two bytes, held as four words: a digest, a node of a Merkle tree, the raw form of an id.
///
/// Each word is the little-endian reading of its eight bytes, so equality and hashing cost four
/// register operations and nothing is ever allocated.
package struct Bytes32: Hashable, Sendable {
  @usableFromInline let word0: UInt64
  @usableFromInline let word1: UInt64
  @usableFromInline let word2: UInt64
  @usableFromInline let word3: UInt64

  /// The number of bytes.
  package static let count = 32

  /// Thirty-two zero bytes.
  package static let zero = Bytes32(words: (0, 0, 0, 0))

  /// The bytes whose little-endian reading is these four words.
  @inlinable
  package init(words: (UInt64, UInt64, UInt64, UInt64)) {
    (word0, word1, word2, word3) = words
  }

  /// The four little-endian words.
  @inlinable
  package var words: (UInt64, UInt64, UInt64, UInt64) { (word0, word1, word2, word3) }

  /// Copies exactly 32 bytes; any other number is an error that says so.
  package init(_ bytes: Span<UInt8>) throws(IdentifierError) {
    guard bytes.count == Self.count else {
      throw .wrongByteCount(found: bytes.count, expected: Self.count)
    }
    self.init(bytes, at: 0)
  }

  /// Copies the 32 bytes that begin at `offset`, which must exist.
  init(_ bytes: Span<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset + Self.count <= bytes.count)
    let raw = unsafe bytes.bytes
    // The range was checked just above; a load of eight bytes is one instruction.
    func word(_ index: Int) -> UInt64 {
      UInt64(
        littleEndian: unsafe raw.unsafeLoadUnaligned(
          fromByteOffset: offset + index * 8, as: UInt64.self))
    }
    self.init(words: (word(0), word(1), word(2), word(3)))
  }

  /// The byte at `offset`, which must be less than 32.
  @inlinable
  package subscript(offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < 32)
    let word =
      offset < 16 ? (offset < 8 ? word0 : word1) : (offset < 24 ? word2 : word3)
    return UInt8(truncatingIfNeeded: word >> UInt64((offset & 7) * 8))
  }

  /// Appends the 32 bytes to `output`, which must have room for them.
  package func write(into output: inout OutputSpan<UInt8>) {
    for offset in 0..<Self.count {
      output.append(self[offset])
    }
  }

  /// The bytes as an array.
  package var bytes: [UInt8] {
    [UInt8](capacity: Self.count) { output in write(into: &output) }
  }
}

extension Bytes32: CustomStringConvertible {
  /// Sixty-four lower-case hexadecimal digits.
  package var description: String {
    let text = [UInt8](capacity: 64) { output in writeHexadecimal(into: &output) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends 64 lower-case hexadecimal digits to `output`, which must have room for them.
  func writeHexadecimal(into output: inout OutputSpan<UInt8>) {
    for offset in 0..<Self.count {
      output.append(Self.digit(self[offset] >> 4))
      output.append(Self.digit(self[offset] & 15))
    }
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 + nibble : 0x57 + nibble
  }
}
