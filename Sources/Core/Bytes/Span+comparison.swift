extension Span where Element == UInt8 {
  /// Whether both hold the same bytes.
  @inlinable package func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var position = 0
    while position &+ 8 <= count {
      if word(at: position) != other.word(at: position) { return false }
      position &+= 8
    }
    while position < count {
      if self[position] != other[position] { return false }
      position &+= 1
    }
    return true
  }

  /// Whether both hold the same bytes, at least eight and as many; found out in a time that depends
  /// on their number alone.
  @inlinable package func differsNowhere(from other: Span<UInt8>) -> Bool {
    precondition(count == other.count && count >= 8, "not comparable")
    var difference = unsafe uncheckedWord(at: count &- 8) ^ other.uncheckedWord(at: count &- 8)
    var position = 0
    while position &+ 16 <= count {
      unsafe difference |= uncheckedWord(at: position) ^ other.uncheckedWord(at: position)
      let next = position &+ 8
      unsafe difference |= uncheckedWord(at: next) ^ other.uncheckedWord(at: next)
      position &+= 16
    }
    if position &+ 8 <= count {
      unsafe difference |= uncheckedWord(at: position) ^ other.uncheckedWord(at: position)
    }
    return difference == 0
  }

  /// Whether these are the bytes of `text`.
  @inlinable package func equals(_ text: StaticString) -> Bool { equals(text.bytes) }

  /// Whether these are the bytes of `text`, letters of either case being the same.
  @inlinable package func equalsIgnoringCase(_ text: StaticString) -> Bool {
    equalsIgnoringCase(text.bytes)
  }

  /// Whether both hold the same bytes, ASCII letters of either case being the same.
  @inlinable package func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    // Names mostly come in the expected case: whole words first, letters only where they differ.
    var position = 0
    while position &+ 8 <= count, word(at: position) == other.word(at: position) {
      position &+= 8
    }
    while position < count {
      if ASCII.lowercased(self[position]) != ASCII.lowercased(other[position]) { return false }
      position &+= 1
    }
    return true
  }

  /// Whether the bytes begin with those of `text`.
  @inlinable package func starts(with text: StaticString) -> Bool {
    let prefix = text.bytes
    return count >= prefix.count && extracting(0..<prefix.count).equals(prefix)
  }

  /// Whether the bytes begin with those of `text`, letters of either case being the same.
  @inlinable package func startsIgnoringCase(with text: StaticString) -> Bool {
    let prefix = text.bytes
    return count >= prefix.count && extracting(0..<prefix.count).equalsIgnoringCase(prefix)
  }
}
