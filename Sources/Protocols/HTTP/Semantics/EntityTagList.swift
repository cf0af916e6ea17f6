import Bytes

/// Steps through the entity tags of one field value (RFC 9110 §8.8.3).
///
/// Elements that are no entity tags are passed over: they match nothing. Commas inside quotes
/// belong to the tag.
struct EntityTagList: ~Escapable {
  let list: Span<UInt8>
  private var position = 0

  /// One tag: its opaque part without the quotes.
  struct Element {
    let isWeak: Bool
    let opaque: Range<Int>
  }

  @_lifetime(copy list)
  init(_ list: Span<UInt8>) { self.list = list }

  /// Whether the value is the single `*`.
  var isAsterisk: Bool { list.count == 1 && list[0] == ASCII.asterisk }

  /// The next well-formed tag, or `nil` after the last.
  mutating func next() -> Element? {
    while position < list.count {
      let byte = list[position]
      if byte == ASCII.comma || ASCII.isBlank(byte) {
        position += 1
        continue
      }
      if let element = element() { return element }
      skipElement()
    }
    return nil
  }

  /// The tag at `position`, which must end at a comma or the end of the list.
  private mutating func element() -> Element? {
    var start = position
    let isWeak = start + 1 < list.count && list[start] == 0x57 && list[start + 1] == ASCII.slash
    if isWeak { start += 2 }
    guard start < list.count, list[start] == ASCII.quote else { return nil }
    var end = start + 1
    while end < list.count, list[end] >= 0x80 || ByteSet.entityTag.contains(list[end]) { end += 1 }
    guard end < list.count, list[end] == ASCII.quote else { return nil }
    var after = end + 1
    while after < list.count, ASCII.isBlank(list[after]) { after += 1 }
    guard after == list.count || list[after] == ASCII.comma else { return nil }
    position = after
    return Element(isWeak: isWeak, opaque: start + 1..<end)
  }

  private mutating func skipElement() {
    position = list.firstIndex(of: ASCII.comma, from: position, upTo: list.count) ?? list.count
  }
}
