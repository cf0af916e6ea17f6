/// A set of ASCII bytes as two 64-bit words, so that a membership test is a shift and a mask.
///
/// The sets below are computed properties, not stored ones: the compiler folds them into constants,
/// where a stored `static let` would cost a once-check on each use.
@usableFromInline package struct ByteSet: Sendable {
  @usableFromInline let low: UInt64
  @usableFromInline let high: UInt64

  /// Makes a set from the bits of bytes 0–63 and of bytes 64–127.
  @inlinable package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Whether `byte` is in the set; bytes of 128 and above never are.
  @inlinable @inline(__always) package func contains(_ byte: UInt8) -> Bool {
    let word = byte < 64 ? low : high
    return byte < 128 && (word &>> UInt64(byte & 63)) & 1 == 1
  }

  /// `tchar` (RFC 9110 §5.6.2).
  @inlinable package static var token: ByteSet {
    ByteSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
  }

  /// `HEXDIG`, in either case (RFC 5234 appendix B.1).
  @inlinable package static var hexDigits: ByteSet {
    ByteSet(low: 0x03ff_0000_0000_0000, high: 0x0000_007e_0000_007e)
  }

  /// The bytes of `reg-name` with `%` (RFC 3986 §3.2.2).
  @inlinable package static var registeredName: ByteSet {
    ByteSet(low: 0x2bff_7ff2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
  }

  /// `unreserved` (RFC 3986 §2.3).
  @inlinable package static var unreserved: ByteSet {
    ByteSet(low: 0x03ff_6000_0000_0000, high: 0x47ff_fffe_87ff_fffe)
  }

  /// The ASCII part of `etagc` (RFC 9110 §8.8.3).
  @inlinable package static var entityTag: ByteSet {
    ByteSet(low: 0xffff_fffa_0000_0000, high: 0x7fff_ffff_ffff_ffff)
  }
}
