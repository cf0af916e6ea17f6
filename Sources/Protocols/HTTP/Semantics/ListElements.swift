import Bytes

/// Steps through the elements of a comma-separated list (RFC 9110 §5.6.1).
///
/// Yields empty elements too: whoever reads the list decides whether they are tolerable. Commas in
/// quoted strings separate as well, so it is for lists of tokens only.
struct ListElements: ~Escapable {
  let list: Span<UInt8>
  private var position = 0
  private var isDone = false

  @_lifetime(copy list)
  init(_ list: Span<UInt8>) { self.list = list }

  /// The range of the next element without blanks around it, or `nil` after the last.
  mutating func next() -> Range<Int>? {
    if isDone { return nil }
    let end: Int
    if let comma = list.firstIndex(of: ASCII.comma, from: position, upTo: list.count) {
      end = comma
    } else {
      end = list.count
      isDone = true
    }
    let element = list.trimmingBlanks(position..<end)
    position = end + 1
    return element
  }
}
