import Bytes

extension RequestHead {
  /// Reads `method SP target SP version` (RFC 9112 §3) from a line without its CR LF.
  func readRequestLine(
    _ bytes: Span<UInt8>, _ range: Range<Int>, limits: RequestLimits
  ) throws(Rejection) {
    if range.isEmpty { throw .malformedRequestLine }
    let targetStart = try readMethod(bytes, range)
    // The version and its space take the last nine bytes of a well-formed line.
    let targetEnd = range.upperBound - 9
    guard targetEnd > targetStart, bytes[targetEnd] == ASCII.space else {
      throw shortLineFault(bytes, targetStart..<range.upperBound, limits)
    }
    let faultyVersion = readVersion(bytes, at: targetEnd + 1)
    if let faultyVersion {
      throw targetEnd - targetStart > limits.targetBytesMax ? .targetTooLong : faultyVersion
    }
    try readTarget(bytes, targetStart..<targetEnd, limits)
  }

  /// Reads the method and its space; where the target starts.
  private func readMethod(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(Rejection) -> Int {
    let start = range.lowerBound
    if range.count >= 4 {
      let four = bytes.word(at: start, length: 4)
      if four == 0x2054_4547 {  // "GET "
        line.method = .get
        line.token = HeadSlice(start..<start + 3)
        return start + 4
      }
    }
    guard let space = bytes.firstIndex(of: ASCII.space, from: start, upTo: range.upperBound) else {
      throw .malformedRequestLine
    }
    let token = bytes.extracting(start..<space)
    guard token.count > 0, token.allSatisfy(.token) else { throw .malformedRequestLine }
    if token.count > Self.methodBytesMax { throw .methodNotImplemented }
    line.method = Method(token: token)
    line.token = HeadSlice(start..<space)
    return space + 1
  }

  /// Reads the eight bytes of the version; what is wrong with it, or `nil`.
  private func readVersion(_ bytes: Span<UInt8>, at start: Int) -> Rejection? {
    let word = bytes.word(at: start)
    if word == 0x312e_312f_5054_5448 {  // "HTTP/1.1"
      line.minorVersion = 1
      return nil
    }
    if word == 0x302e_312f_5054_5448 {  // "HTTP/1.0"
      line.minorVersion = 0
      return nil
    }
    let version = bytes.extracting(start..<start + 8)
    guard version.starts(with: "HTTP/"), ASCII.isDigit(version[5]), version[6] == ASCII.dot,
      ASCII.isDigit(version[7])
    else {
      return version.firstIndex(of: ASCII.space) == nil
        ? .malformedVersion : .malformedRequestLine
    }
    if version[5] != 0x31 { return .versionNotSupported }
    // A higher minor version is read as the highest one spoken here (RFC 9110 §2.5).
    line.minorVersion = 1
    return nil
  }

  /// What is wrong with a line that does not end in a space and eight more bytes.
  private func shortLineFault(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ limits: RequestLimits
  ) -> Rejection {
    if rest.count > limits.targetBytesMax + 9 { return .targetTooLong }
    guard
      let space = bytes.firstIndex(of: ASCII.space, from: rest.lowerBound, upTo: rest.upperBound),
      space > rest.lowerBound
    else { return .malformedRequestLine }
    let version = bytes.extracting(space + 1..<rest.upperBound)
    let isAlone = version.firstIndex(of: ASCII.space) == nil
    return isAlone && version.count > 0 ? .malformedVersion : .malformedRequestLine
  }

  private func readTarget(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ limits: RequestLimits
  ) throws(Rejection) {
    if range.count > limits.targetBytesMax { throw .targetTooLong }
    line.target = HeadSlice(range)
    let mark = try checkTarget(bytes, range)
    line.hasQuery = mark < range.upperBound
    line.query = HeadSlice(min(mark + 1, range.upperBound)..<range.upperBound)
    if bytes[range.lowerBound] == ASCII.slash {
      if line.method == .connect { throw .methodNotImplemented }
      line.form = .origin
      line.path = HeadSlice(range.lowerBound..<mark)
      return
    }
    try readRareTarget(bytes, range, mark: mark)
  }

  /// Checks that the target holds only what a URI may, and no fragment; where its query starts.
  private func checkTarget(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(Rejection) -> Int {
    // The space and the version follow the target, so eight bytes are there from each of its own.
    precondition(range.upperBound &+ 8 <= bytes.count, "no version after the target")
    var mark = range.upperBound
    var position = range.lowerBound
    while position < range.upperBound {
      var word = unsafe bytes.uncheckedWord(at: position)
      let rest = range.upperBound &- position
      if rest < 8 {
        // What lies past the target becomes a harmless letter.
        let kept = ByteLanes.keep(rest)
        word = (word & kept) | (ByteLanes.filled(0x61) & ~kept)
      }
      // Below 0x24 lie the space, what is below it, the hash, and two bytes that are fine.
      let suspects = ByteLanes.below(word, 0x24) | ByteLanes.beyondPrintable(word)
      if suspects != 0, let fault = targetFault(bytes, position, min(rest, 8)) { throw fault }
      let marks = ByteLanes.equal(word, ASCII.question)
      if marks != 0, mark == range.upperBound { mark = position &+ ByteLanes.first(marks) }
      position &+= 8
    }
    return mark
  }

  /// What is wrong with a run of bytes of the target, or `nil`.
  @inline(never)
  private func targetFault(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Rejection? {
    for index in start..<start + count {
      let byte = bytes[index]
      if byte <= ASCII.space || byte == 0x7F { return .malformedRequestLine }
      if byte == ASCII.hash || byte > 0x7F { return .malformedTarget }
    }
    return nil
  }
}
