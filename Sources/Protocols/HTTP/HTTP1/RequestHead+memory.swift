import Bytes

extension RequestHead {
  /// Lets the fields and the framing stand when the lines at `start` are those that they were read
  /// from. The length of the whole head then; nil when the lines have to be read.
  func recallFields(_ bytes: Span<UInt8>, from start: Int, limits: RequestLimits) -> Int? {
    guard let memory,
      let count = memory.match(bytes, from: start, minorVersion: line.minorVersion),
      start + count <= limits.headBytesMax, fields.count <= limits.fieldCountMax
    else { return nil }
    let distance = memory.moved(to: start)
    if distance != 0 { fields.move(by: distance) }
    framing.headLength = start + count
    return start + count
  }

  /// Empties the table, and with it the memory of what it was read from.
  func forgetFields() {
    fields.removeAll()
    memory?.forget()
  }

  /// Keeps the lines that the fields and the framing were just read from.
  func rememberFields(_ bytes: Span<UInt8>, from start: Int, upTo end: Int) {
    memory?.keep(bytes, from: start, upTo: end, minorVersion: line.minorVersion)
  }
}
