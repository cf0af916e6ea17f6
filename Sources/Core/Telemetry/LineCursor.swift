internal import Bytes

/// Writes a line into memory that somebody else owns, without allocating.
///
/// The hot path reserves the worst case once per line, so that nothing is checked per
/// byte in release; debug builds check every step.
@safe
struct LineCursor {
  private let start: UnsafeMutablePointer<UInt8>
  private let end: UnsafeMutablePointer<UInt8>
  private var next: UnsafeMutablePointer<UInt8>

  /// A cursor without room.
  init() { unsafe self.init(UnsafeMutableRawBufferPointer(start: Self.nowhere, count: 0)) }

  private static var nowhere: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(bitPattern: 1)!
  }

  /// Starts at the first byte of some memory, which must outlive the cursor.
  init(_ memory: UnsafeMutableRawBufferPointer) {
    unsafe start = memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
    unsafe end = start + memory.count
    unsafe next = start
  }

  /// Bytes written so far.
  var count: Int { unsafe next - start }

  /// Bytes that still fit.
  var remaining: Int { unsafe end - next }

  @inline(__always)
  mutating func put(byte: UInt8) {
    assert(remaining >= 1)
    unsafe next.pointee = byte
    unsafe next += 1
  }

  /// Writes the last `count` bytes of a word; those before them are there already.
  @inline(__always)
  mutating func store(_ word: UInt64, stepping count: Int) {
    assert(remaining >= count && self.count + count >= 8)
    unsafe next += count
    unsafe UnsafeMutableRawPointer(next - 8).storeBytes(of: word, as: UInt64.self)
  }

  /// Writes a literal of ours as it is.
  @inline(__always)
  mutating func put(_ text: StaticString) {
    let count = text.utf8CodeUnitCount
    assert(remaining >= count)
    unsafe next.update(from: text.utf8Start, count: count)
    unsafe next += count
  }

  /// Writes text that is known to need no escaping, cut at 256 bytes.
  @inline(__always)
  mutating func put(plain text: RawSpan) {
    let count = min(text.byteCount, 256)
    assert(remaining >= count && Self.isPlain(text))
    unsafe text.withUnsafeBytes { text in
      guard let start = text.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(next).copyMemory(from: start, byteCount: count)
    }
    unsafe next += count
  }

  private static func isPlain(_ text: RawSpan) -> Bool {
    let bytes = Span<UInt8>(_bytes: text)
    return bytes.indices.allSatisfy {
      (0x20..<0x7F).contains(bytes[$0]) && bytes[$0] != 0x22 && bytes[$0] != 0x5C
    }
  }

  @inline(__always)
  mutating func put(_ prefix: TimestampPrefix, milliseconds: Int64) {
    assert(remaining >= 24)
    let bytes = prefix.bytes.span
    unsafe bytes.withUnsafeBufferPointer {
      unsafe next.update(from: $0.baseAddress!, count: 20)
    }
    let zero = UInt8(ascii: "0")
    unsafe next[20] = zero + UInt8(truncatingIfNeeded: milliseconds / 100)
    unsafe next[21] = zero + UInt8(truncatingIfNeeded: milliseconds / 10 % 10)
    unsafe next[22] = zero + UInt8(truncatingIfNeeded: milliseconds % 10)
    unsafe next[23] = UInt8(ascii: "Z")
    unsafe next += 24
  }

  /// Writes a word as sixteen hexadecimal digits in lower case.
  mutating func put(hex word: UInt64) {
    for step in 0..<16 {
      put(byte: ASCII.hexDigit(UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(step)))))
    }
  }

  mutating func put(unsigned value: UInt64) {
    assert(remaining >= 20)
    let count = DecimalDigits.count(of: value)
    unsafe DecimalDigits.write(value, count: count, to: next)
    unsafe next += count
  }

  mutating func put(signed value: Int) {
    if value < 0 { put(byte: UInt8(ascii: "-")) }
    put(unsigned: UInt64(value.magnitude))
  }

  /// Writes text cut at `max` bytes and escaped.
  mutating func put(escaping text: String, max: Int = 256, quotes: Bool = true) {
    var text = text
    text.withUTF8 { unsafe put(escaping: UnsafeRawBufferPointer($0), max: max, quotes: quotes) }
  }
}
