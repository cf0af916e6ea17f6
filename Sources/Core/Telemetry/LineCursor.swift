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

  mutating func put(unsigned value: UInt64) {
    assert(remaining >= 20)
    if value < 10 { return put(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
    var digits = 1
    var bound: UInt64 = 10
    while value >= bound {
      digits += 1
      if digits == 20 { break }
      bound &*= 10
    }
    var rest = value
    for index in stride(from: digits - 1, through: 0, by: -1) {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      unsafe next[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
    unsafe next += digits
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
