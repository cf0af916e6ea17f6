/// Makes requests of the bytes of a trace: lines `time,key,size`, with or without that heading.
struct TraceLines: ~Copyable {
  private let isEqual: Bool
  private var trace: Trace
  /// The beginning of a line whose end has not come.
  private var rest: [UInt8] = []
  private var lineNumber = 0

  /// The longest line, in bytes.
  static let lineMax = 64 * 1024

  /// No lines yet.
  ///
  /// - Parameter isEqual: whether every request counts as one byte.
  init(name: String, isEqual: Bool) {
    self.isEqual = isEqual
    trace = Trace(name: name)
  }

  /// Takes more bytes.
  mutating func take(_ bytes: Span<UInt8>) throws(CommandFailure) {
    var start = 0
    for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "\n") {
      let line = bytes.extracting(start..<index)
      if rest.isEmpty {
        try read(line)
      } else {
        append(line)
        let whole = rest
        rest = []
        try read(whole.span)
      }
      start = index + 1
    }
    append(bytes.extracting(start..<bytes.count))
    guard rest.count <= Self.lineMax else {
      throw problem(at: lineNumber + 1, "it is longer than \(Self.lineMax) bytes")
    }
  }

  /// The requests of all lines.
  consuming func finish() throws(CommandFailure) -> Trace {
    if !rest.isEmpty {
      let last = rest
      try read(last.span)
    }
    trace.seal()
    return trace
  }

  private mutating func append(_ part: Span<UInt8>) {
    for index in 0..<part.count { rest.append(part[index]) }
  }

  private mutating func read(_ line: Span<UInt8>) throws(CommandFailure) {
    lineNumber += 1
    var end = line.count
    if end > 0, line[end - 1] == 13 { end -= 1 }
    if end == 0 { return }
    let text = unsafe line.extracting(0..<end).withUnsafeBufferPointer {
      unsafe String(validating: $0, as: UTF8.self)
    }
    guard let text else { throw problem(at: lineNumber, "it is not UTF-8") }
    if lineNumber == 1, text == "time,key,size" { return }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == 3 else {
      throw problem(at: lineNumber, "it should be time,key,size and has \(fields.count) fields")
    }
    guard let time = Double(fields[0]), time.isFinite else {
      throw problem(at: lineNumber, "the time \(Self.shown(fields[0])) is no number")
    }
    guard !fields[1].isEmpty else { throw problem(at: lineNumber, "the key is empty") }
    guard let size = Int(fields[2]), size >= 0 else {
      throw problem(
        at: lineNumber, "the size \(Self.shown(fields[2])) is no whole number from 0 up")
    }
    guard trace.append(key: String(fields[1]), size: isEqual ? 1 : max(size, 1)) else {
      throw .failed("\(trace.name) has more than \(Trace.requestsMax) requests")
    }
  }

  private static func shown(_ field: Substring) -> String {
    "\"\(CommandLineReader.shown(String(field)))\""
  }

  private func problem(at line: Int, _ sentence: String) -> CommandFailure {
    .failed("\(trace.name), line \(line): \(sentence)")
  }
}
