/// Base64url without padding (RFC 4648 §5), strict: one text per byte string and no other.
///
/// Identifiers are parsed on every request, so nothing here allocates.
package enum Base64URL {
  /// The number of characters that `byteCount` bytes take.
  package static func textLength(ofByteCount byteCount: Int) -> Int {
    byteCount / 3 * 4 + (byteCount % 3 == 0 ? 0 : byteCount % 3 + 1)
  }

  /// Decodes a whole text, appending its bytes to `output`, which must have room for them.
  package static func decode(
    _ text: Span<UInt8>, into output: inout OutputSpan<UInt8>
  ) throws(IdentifierError) {
    guard text.count % 4 != 1 else {
      throw .wrongLength(found: text.count, expected: text.count - 1)
    }
    let start = decodeGroups(text, into: &output)
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    for offset in start..<text.count {
      let character = text[offset]
      let value = sextets[Int(character)]
      guard value < 64 else { throw .notBase64URL(character: character, offset: offset) }
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      }
    }
    guard bits & (1 << bitCount &- 1) == 0 else {
      throw .notCanonical(character: text[text.count - 1], offset: text.count - 1)
    }
  }

  /// Decodes groups of four characters up to the first that holds a foreign one; where it stopped.
  private static func decodeGroups(
    _ text: Span<UInt8>, into output: inout OutputSpan<UInt8>
  ) -> Int {
    let groupCount = text.count / 4
    precondition(output.freeCapacity >= groupCount * 3)
    var group = 0
    // The room for all groups was checked just above, and no byte is read past the last group.
    unsafe output.withUnsafeMutableBufferPointer { target, count in
      unsafe text.withUnsafeBufferPointer { text in
        while group < groupCount {
          let first = unsafe UInt32(sextets[Int(text[group &* 4])])
          let second = unsafe UInt32(sextets[Int(text[group &* 4 &+ 1])])
          let third = unsafe UInt32(sextets[Int(text[group &* 4 &+ 2])])
          let fourth = unsafe UInt32(sextets[Int(text[group &* 4 &+ 3])])
          // Foreign characters have the two high bits set.
          guard (first | second | third | fourth) < 64 else { break }
          let bits = first << 18 | second << 12 | third << 6 | fourth
          unsafe target[count] = UInt8(truncatingIfNeeded: bits >> 16)
          unsafe target[count &+ 1] = UInt8(truncatingIfNeeded: bits >> 8)
          unsafe target[count &+ 2] = UInt8(truncatingIfNeeded: bits)
          count &+= 3
          group &+= 1
        }
      }
    }
    return group * 4
  }

  /// Appends the text of `bytes` to `output`, which must have room for it.
  package static func encode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    for offset in bytes.indices {
      bits = bits << 8 | UInt32(bytes[offset])
      bitCount += 8
      while bitCount >= 6 {
        bitCount -= 6
        output.append(alphabet[Int(bits >> bitCount & 63)])
      }
    }
    if bitCount > 0 {
      output.append(alphabet[Int(bits << (6 - bitCount) & 63)])
    }
  }
}

// Literals, so that the compiler lays them out as constants: no first-use check on the hot path.
private let alphabet: InlineArray<64, UInt8> = [
  65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80,
  81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 97, 98, 99, 100, 101, 102,
  103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118,
  119, 120, 121, 122, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 45, 95,
]

private let sextets: InlineArray<256, UInt8> = [
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 62, 255, 255,
  52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 255, 255, 255, 255, 255, 255,
  255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 63,
  255, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
  41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]
