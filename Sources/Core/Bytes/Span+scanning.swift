extension Span where Element == UInt8 {
  /// Eight bytes from `offset` as a little-endian word. Traps when they are not all there.
  @inlinable @inline(__always) package func word(at offset: Int) -> UInt64 {
    // "Unsafe" only for types with invalid bit patterns; the load itself is bounds-checked.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Eight bytes from `offset` without a check of its own: the scans below check their bounds once
  /// and keep every load inside them.
  @inlinable @inline(__always) @unsafe package func uncheckedWord(at offset: Int) -> UInt64 {
    unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// Traps unless `start..<end` lies in the span, however `start` and `end` compare.
  @inlinable @inline(__always) func checkBounds(_ start: Int, _ end: Int) {
    precondition(start >= 0 && end <= count, "a scan leaves the bytes")
  }

  /// The first `length` (at most 8) bytes from `offset` as a little-endian word, zero above.
  @inlinable @inline(__always)
  package func word(at offset: Int, length: Int) -> UInt64 {
    if offset &+ 8 <= count { return word(at: offset) & ByteLanes.keep(length) }
    return shortWord(at: offset, length: length)
  }

  @inlinable @inline(never) func shortWord(at offset: Int, length: Int) -> UInt64 {
    var word: UInt64 = 0
    for lane in 0..<Swift.min(length, 8) {
      word |= UInt64(self[offset + lane]) &<< UInt64(lane &* 8)
    }
    return word
  }

  /// The index of the first byte below 0x20 or equal to 0x7F in `start..<end`, or `end`.
  @inlinable @inline(__always)
  package func firstControl(from start: Int, upTo end: Int) -> Int {
    checkBounds(start, end)
    var position = start
    while position &+ 16 <= end {
      let low = ByteLanes.controls(unsafe uncheckedWord(at: position))
      let high = ByteLanes.controls(unsafe uncheckedWord(at: position &+ 8))
      if low | high != 0 {
        return position
          &+ (low != 0 ? ByteLanes.first(low) : ByteLanes.first(high) &+ 8)
      }
      position &+= 16
    }
    while position &+ 8 <= end {
      let eight = unsafe uncheckedWord(at: position)
      let marks = ByteLanes.controls(eight)
      if marks != 0 { return position &+ ByteLanes.first(marks) }
      position &+= 8
    }
    while position < end {
      let byte = self[position]
      if byte < 0x20 || byte == 0x7F { return position }
      position &+= 1
    }
    return end
  }

  /// The index of the first `delimiter` or control byte in `start..<end`, or `end`.
  @inlinable @inline(__always)
  package func firstControl(or delimiter: UInt8, from start: Int, upTo end: Int) -> Int {
    checkBounds(start, end)
    var position = start
    while position &+ 8 <= end {
      let eight = unsafe uncheckedWord(at: position)
      let marks = ByteLanes.controls(eight) | ByteLanes.equal(eight, delimiter)
      if marks != 0 { return position &+ ByteLanes.first(marks) }
      position &+= 8
    }
    while position < end {
      let byte = self[position]
      if byte < 0x20 || byte == 0x7F || byte == delimiter { return position }
      position &+= 1
    }
    return end
  }

  /// The index of the first `byte` in `start..<end`, or `nil`.
  @inlinable package func firstIndex(of byte: UInt8, from start: Int, upTo end: Int) -> Int? {
    checkBounds(start, end)
    var position = start
    while position &+ 8 <= end {
      let marks = ByteLanes.equal(unsafe uncheckedWord(at: position), byte)
      if marks != 0 { return position &+ ByteLanes.first(marks) }
      position &+= 8
    }
    while position < end {
      if self[position] == byte { return position }
      position &+= 1
    }
    return nil
  }

  /// The index of the first `byte`, or `nil`.
  @inlinable package func firstIndex(of byte: UInt8) -> Int? {
    firstIndex(of: byte, from: 0, upTo: count)
  }

  /// `range` without blanks (SP and HTAB) at either end (`OWS`, RFC 9110 §5.6.3).
  @inlinable @inline(__always) package func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, ASCII.isBlank(self[start]) { start &+= 1 }
    while end > start, ASCII.isBlank(self[end &- 1]) { end &-= 1 }
    return start..<end
  }

  /// Whether every byte is in `set`; true for no bytes.
  @inlinable package func allSatisfy(_ set: ByteSet) -> Bool {
    for index in indices where !set.contains(self[index]) { return false }
    return true
  }
}
