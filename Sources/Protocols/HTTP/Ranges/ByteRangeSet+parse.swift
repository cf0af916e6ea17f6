import Bytes

extension ByteRangeSet {
  /// What a Range field asks of a representation of known size.
  @usableFromInline package enum Verdict: Sendable {
    /// The field is malformed, of another unit or excessive: answer as if it were absent
    /// (RFC 9110 §14.2).
    case ignored
    /// No range lies in the representation: 416 (RFC 9110 §15.5.17).
    case unsatisfiable
    /// These ranges are to be sent.
    case satisfiable(ByteRangeSet)
  }

  /// One element of the set.
  private enum Specification {
    case range(ByteRange)
    case unsatisfiable
    /// A suffix of an empty representation: satisfiable by the RFC's words, but no Content-Range
    /// can name it.
    case inexpressible
  }

  /// Reads `bytes=` and its ranges (RFC 9110 §14.1.1, §14.1.2) for a representation of `size`.
  ///
  /// Ranges that overlap or meet are merged. More than 16 apart, or more than twice the size asked
  /// for in all, is taken for an attack or a mistake and ignored (§14.2).
  package static func parse(_ value: Span<UInt8>, size: UInt64) -> Verdict {
    guard value.startsIgnoringCase(with: "bytes=") else { return .ignored }
    var list = ListElements(value.extracting(6..<value.count))
    var set = ByteRangeSet()
    var asked: UInt64 = 0
    var specificationCount = 0
    var isExpressible = true
    while let element = list.next() {
      if element.isEmpty { continue }
      specificationCount += 1
      guard let found = specification(list.list.extracting(element), size: size) else {
        return .ignored
      }
      switch found {
      case .unsatisfiable: continue
      case .inexpressible: isExpressible = false
      case .range(let range):
        let (sum, overflowed) = asked.addingReportingOverflow(range.count)
        asked = sum
        if overflowed || asked / 2 > size || (asked / 2 == size && asked % 2 == 1) {
          return .ignored
        }
        if !set.insert(range) { return .ignored }
      }
    }
    if specificationCount == 0 || !isExpressible { return .ignored }
    return set.count == 0 ? .unsatisfiable : .satisfiable(set)
  }

  /// One `first-last`, `first-` or `-length`; `nil` when it is none of them.
  private static func specification(_ text: Span<UInt8>, size: UInt64) -> Specification? {
    guard let hyphen = text.firstIndex(of: ASCII.hyphen) else { return nil }
    let before = text.extracting(0..<hyphen)
    let after = text.extracting(hyphen + 1..<text.count)
    if before.count == 0 {
      guard let length = position(after) else { return nil }
      if length == 0 { return .unsatisfiable }
      if size == 0 { return .inexpressible }
      return .range(ByteRange(first: size - min(length, size), last: size - 1))
    }
    guard let first = position(before) else { return nil }
    var last = UInt64.max
    if after.count > 0 {
      guard let named = position(after), named >= first else { return nil }
      last = named
    }
    if first >= size { return .unsatisfiable }
    return .range(ByteRange(first: first, last: min(last, size - 1)))
  }

  /// `1*DIGIT`; what exceeds 64 bits counts as the greatest number, for it lies past any end.
  private static func position(_ text: Span<UInt8>) -> UInt64? {
    guard text.count > 0 else { return nil }
    for index in text.indices where !ASCII.isDigit(text[index]) { return nil }
    var start = 0
    while start < text.count - 1, text[start] == ASCII.zero { start += 1 }
    return text.extracting(start..<text.count).decimal() ?? .max
  }
}
