internal import Bytes

/// Words as sixteen hexadecimal digits in lower case, the only case that trace contexts have.
package enum HexWord {
  /// The digits of a word.
  package static func text(_ word: UInt64) -> String {
    unsafe String(unsafeUninitializedCapacity: 16) { buffer in
      for index in 0..<16 {
        unsafe buffer[index] = ASCII.hexDigit(
          UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(index))))
      }
      return 16
    }
  }

  /// The word of `count` digits from an offset; nil when one of them is none, or in upper case.
  static func parse(_ bytes: Span<UInt8>, at offset: Int, count: Int = 16) -> UInt64? {
    var word: UInt64 = 0
    for index in offset..<offset + count {
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      word = word << 4 | UInt64(digit)
    }
    return word
  }
}
