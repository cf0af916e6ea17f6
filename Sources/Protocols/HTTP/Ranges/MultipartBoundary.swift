import Bytes

/// The line that separates the parts of one multipart response (RFC 2046 §5.1.1).
///
/// 128 bits in hexadecimal, drawn anew for each response: content cannot be made to contain it.
@usableFromInline package struct MultipartBoundary: Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Bytes of the boundary as printed.
  package static var byteCount: Int { 32 }

  /// Makes a boundary from 128 random bits.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Appends the 32 digits. Traps when they do not fit.
  package func print(into output: inout OutputSpan<UInt8>) {
    for word in [high, low] {
      var shift: UInt64 = 64
      while shift > 0 {
        shift -= 4
        output.append(ASCII.hexDigit(UInt8(truncatingIfNeeded: word &>> shift)))
      }
    }
  }
}
