/// Reads values from bytes that arrive in pieces of any size.
///
/// What is read is never read again: open aggregates stand on a stack, and a string waits for its
/// bytes. Memory is bounded by the limits and by what is fed at once.
package struct RESPParser {
  /// An aggregate whose elements are still arriving.
  private struct Frame {
    let kind: AggregateKind
    /// Elements to come; nil while the sender has not said how many.
    var remaining: Int?
    var elements: [RESPValue] = []
  }

  private let limits: RESPLimits
  private var buffer: [UInt8] = []
  private var position = 0
  /// How far the line at `position` was searched for its end.
  private var searched = 0
  private var frames: [Frame] = []
  /// A string whose length is known and whose bytes are not all there.
  private var waiting: (kind: StringKind, count: Int)?
  /// The chunks so far of a string without length.
  private var stream: [UInt8]?
  private var elementCount = 0
  private var byteCount = 0
  private var failure: RESPParseError?

  /// A parser that has read nothing.
  package init(limits: RESPLimits = RESPLimits()) { self.limits = limits }

  /// Bytes that are kept because their value is not complete.
  package var bufferedCount: Int { buffer.count - position }

  /// Whether no value has begun and not ended.
  package var isBetweenValues: Bool {
    bufferedCount == 0 && frames.isEmpty && waiting == nil && stream == nil
  }

  /// Takes bytes in; `next()` reads them.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    guard failure == nil else { return }
    if position > 0 {
      buffer.removeFirst(position)
      searched -= position
      position = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole value; nil until more bytes come. After an error every call throws it again.
  package mutating func next() throws(RESPParseError) -> RESPValue? {
    if let failure { throw failure }
    do throws(RESPParseError) {
      return try read()
    } catch {
      failure = error
      buffer = []
      frames = []
      throw error
    }
  }

  private mutating func read() throws(RESPParseError) -> RESPValue? {
    while true {
      let step: Step
      if let waiting {
        guard let bytes = try takeString(waiting.count) else { return nil }
        self.waiting = nil
        step = try finishString(waiting.kind, bytes)
      } else {
        guard let line = try takeLine() else { return nil }
        step = try begin(line)
      }
      guard case .value(let value) = step else { continue }
      if let whole = try place(value) {
        elementCount = 0
        byteCount = 0
        return whole
      }
    }
  }

  /// Puts a value where it belongs, and closes every aggregate that is complete with it.
  private mutating func place(_ value: RESPValue) throws(RESPParseError) -> RESPValue? {
    var value = value
    while !frames.isEmpty {
      let top = frames.count - 1
      frames[top].elements.append(value)
      guard let remaining = frames[top].remaining else { return nil }
      frames[top].remaining = remaining - 1
      guard remaining == 1 else { return nil }
      let frame = frames.removeLast()
      // What an attribute says is left out: the value that it is about follows.
      guard let closed = frame.kind.value(frame.elements) else { return nil }
      value = closed
    }
    return value
  }

  // MARK: Lines

  private enum Step {
    case value(RESPValue)
    case more
  }

  private mutating func begin(_ line: [UInt8]) throws(RESPParseError) -> Step {
    guard let type = line.first else { throw .badLineEnd }
    let rest = line[1...]
    if stream != nil, type != UInt8(ascii: ";") { throw .badStream }
    if let kind = AggregateKind(type) { return try beginAggregate(kind, rest) }
    if let kind = StringKind(type) { return try beginString(kind, rest) }
    if type == UInt8(ascii: ".") { return try endAggregate(rest) }
    try count(element: rest.count)
    return .value(try RESPScalar.read(type, rest))
  }

  private mutating func beginString(
    _ kind: StringKind, _ rest: ArraySlice<UInt8>
  ) throws(RESPParseError) -> Step {
    if kind != .chunk { try count(element: 0) }
    if kind == .blob, rest.elementsEqual([UInt8(ascii: "?")]) {
      stream = []
      return .more
    }
    if kind == .blob, RESPScalar.isMinusOne(rest) { return .value(.null) }
    let length = try RESPScalar.length(rest)
    guard length <= limits.stringBytesMax else { throw .tooLarge }
    if kind == .chunk {
      guard let stream else { throw .badStream }
      if length == 0 {
        self.stream = nil
        return .value(.blobString(stream))
      }
      guard stream.count + length <= limits.stringBytesMax else { throw .tooLarge }
    }
    try count(bytes: length)
    waiting = (kind, length)
    return .more
  }

  private mutating func finishString(
    _ kind: StringKind, _ bytes: [UInt8]
  ) throws(RESPParseError) -> Step {
    switch kind {
    case .blob: return .value(.blobString(bytes))
    case .error: return .value(.blobError(bytes))
    case .verbatim:
      guard bytes.count >= 4, bytes[3] == UInt8(ascii: ":") else { throw .badValue }
      return .value(.verbatim(format: Array(bytes[..<3]), Array(bytes[4...])))
    case .chunk:
      stream?.append(contentsOf: bytes)
      return .more
    }
  }

  private mutating func beginAggregate(
    _ kind: AggregateKind, _ rest: ArraySlice<UInt8>
  ) throws(RESPParseError) -> Step {
    try count(element: 0)
    if kind == .push, !frames.isEmpty { throw .badNesting }
    guard frames.count < limits.depthMax else { throw .badNesting }
    if kind == .array, RESPScalar.isMinusOne(rest) { return .value(.null) }
    if rest.elementsEqual([UInt8(ascii: "?")]) {
      guard kind != .push, kind != .attribute else { throw .badLength }
      frames.append(Frame(kind: kind, remaining: nil))
      return .more
    }
    let length = try RESPScalar.length(rest)
    let count = kind.isOfPairs ? length * 2 : length
    guard count <= limits.elementsMax else { throw .tooLarge }
    guard count > 0 else { return kind.value([]).map { .value($0) } ?? .more }
    frames.append(Frame(kind: kind, remaining: count))
    return .more
  }

  /// `.` ends an aggregate whose length was not told.
  private mutating func endAggregate(
    _ rest: ArraySlice<UInt8>
  ) throws(RESPParseError) -> Step {
    guard rest.isEmpty, let frame = frames.last, frame.remaining == nil else { throw .badStream }
    guard !frame.kind.isOfPairs || frame.elements.count.isMultiple(of: 2) else { throw .badStream }
    frames.removeLast()
    return frame.kind.value(frame.elements).map { .value($0) } ?? .more
  }

  // MARK: Bytes

  /// The line at the position without its end; nil while the end has not come.
  private mutating func takeLine() throws(RESPParseError) -> [UInt8]? {
    var index = max(searched, position)
    while index < buffer.count, buffer[index] != 13, buffer[index] != 10 { index += 1 }
    searched = index
    guard index - position <= limits.lineBytesMax else { throw .tooLarge }
    guard index < buffer.count else { return nil }
    guard buffer[index] == 13 else { throw .badLineEnd }
    guard index + 1 < buffer.count else { return nil }
    guard buffer[index + 1] == 10 else { throw .badLineEnd }
    defer { position = index + 2 }
    return Array(buffer[position..<index])
  }

  /// So many bytes and the line end after them; nil while they have not come.
  private mutating func takeString(_ count: Int) throws(RESPParseError) -> [UInt8]? {
    guard buffer.count - position >= count + 2 else { return nil }
    let end = position + count
    guard buffer[end] == 13, buffer[end + 1] == 10 else { throw .badLineEnd }
    defer { position = end + 2 }
    return Array(buffer[position..<end])
  }

  // MARK: Limits

  private mutating func count(element bytes: Int) throws(RESPParseError) {
    elementCount += 1
    guard elementCount <= limits.elementsMax + 1 else { throw .tooLarge }
    try count(bytes: bytes)
  }

  private mutating func count(bytes: Int) throws(RESPParseError) {
    byteCount += bytes
    guard byteCount <= limits.valueBytesMax else { throw .tooLarge }
  }
}
