import Bytes

extension RequestHead {
  /// Reads a target that does not start with a slash (RFC 9112 §3.2.2–§3.2.4).
  func readRareTarget(
    _ bytes: Span<UInt8>, _ range: Range<Int>, mark: Int
  ) throws(Rejection) {
    if line.method == .connect { throw .methodNotImplemented }
    let target = bytes.extracting(range)
    if target.count == 1, target[0] == ASCII.asterisk {
      guard line.method == .options else { throw .malformedTarget }
      line.form = .asterisk
      line.path = line.target
      return
    }
    let schemeLength: Int
    if target.startsIgnoringCase(with: "http://") {
      schemeLength = 7
    } else if target.startsIgnoringCase(with: "https://") {
      schemeLength = 8
    } else {
      throw .malformedTarget
    }
    let start = range.lowerBound + schemeLength
    guard start <= mark else { throw .malformedTarget }
    let pathStart = bytes.firstIndex(of: ASCII.slash, from: start, upTo: mark) ?? mark
    guard AuthoritySyntax.accepts(bytes.extracting(start..<pathStart)) else {
      throw .malformedTarget
    }
    line.form = .absolute
    line.authority = HeadSlice(start..<pathStart)
    line.path = HeadSlice(pathStart..<mark)
  }
}
