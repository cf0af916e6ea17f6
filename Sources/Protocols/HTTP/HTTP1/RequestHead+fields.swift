import Bytes

extension RequestHead {
  /// Reads one field line (RFC 9112 §5); `colon` is its first colon, or no colon at all.
  @inline(__always)
  func readField(
    _ bytes: Span<UInt8>, _ range: Range<Int>, colon: Int
  ) throws(Rejection) {
    let start = range.lowerBound
    guard bytes[colon] == ASCII.colon else { throw fieldFault(bytes, range) }
    let known = KnownField.recognize(bytes, at: start, length: colon - start)
    if known == nil {
      let name = bytes.extracting(start..<colon)
      guard name.count > 0, name.allSatisfy(.token) else { throw fieldFault(bytes, range) }
    }
    let value = bytes.trimmingBlanks(colon + 1..<range.upperBound)
    fields.append(name: start..<colon, value: value, known: known)
  }

  /// What is wrong with a line that is no field.
  @inline(never)
  private func fieldFault(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Rejection {
    if ASCII.isBlank(bytes[range.lowerBound]) {
      return fields.count == 0 ? .leadingWhitespace : .foldedField
    }
    guard
      let colon = bytes.firstIndex(of: ASCII.colon, from: range.lowerBound, upTo: range.upperBound)
    else { return .missingColon }
    if colon > range.lowerBound, ASCII.isBlank(bytes[colon - 1]) { return .spaceBeforeColon }
    return .malformedFieldName
  }
}
