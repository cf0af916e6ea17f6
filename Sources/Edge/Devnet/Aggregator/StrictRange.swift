/// A Range field as the aggregators read it: `bytes=a-b` with both ends and nothing else.
struct StrictRange: Equatable {
  let first: Int
  let last: Int

  /// Parses the field; open ends, suffixes, several ranges and other units are errors.
  init(parsing text: String) throws(APIFailure) {
    let unit = "bytes="
    guard text.hasPrefix(unit) else { throw .invalidRange("range header must start with bytes=") }
    let ends = text.dropFirst(unit.count).split(
      separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1])
    else { throw .invalidRange("only a single range with start and end is supported") }
    guard first <= last else { throw .invalidRange("start \(first) is after end \(last)") }
    self.first = first
    self.last = last
  }

  /// The bytes of a blob; an end beyond it is an error and is not clipped.
  func bytes(ofBlobWithSize size: Int) throws(APIFailure) -> Range<Int> {
    guard last < size else {
      throw .invalidRange(Self.outOfBounds(first, last + 1, size))
    }
    return first..<last + 1
  }

  /// The words for a range outside a blob; `end` is exclusive.
  static func outOfBounds(_ start: Int, _ end: Int, _ size: Int) -> String {
    "byte range out of bounds: requested \(start)-\(end), blob size is \(size)"
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text), number < Int.max
    else { return nil }
    return number
  }
}
