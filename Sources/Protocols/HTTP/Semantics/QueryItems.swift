import Bytes

/// Steps through the `name=value` items of a query, still percent-encoded.
///
/// Items are separated by `&` alone: peers that also split at `;` are how parameters are cloaked.
@usableFromInline package struct QueryItems: ~Escapable {
  /// One item; without `=` the value is empty.
  @usableFromInline package struct Item: Sendable {
    /// Where the name lies in the query.
    package let name: Range<Int>
    /// Where the value lies in the query.
    package let value: Range<Int>
  }

  /// The query without its question mark.
  package let query: Span<UInt8>
  private var position = 0

  /// Makes an iterator before the first item.
  @_lifetime(copy query)
  package init(_ query: Span<UInt8>) { self.query = query }

  /// The next item, or `nil` after the last; empty items are passed over.
  package mutating func next() -> Item? {
    while position < query.count {
      let start = position
      let end = query.firstIndex(of: 0x26, from: start, upTo: query.count) ?? query.count
      position = end + 1
      if start == end { continue }
      let equals = query.firstIndex(of: ASCII.equals, from: start, upTo: end) ?? end
      return Item(name: start..<equals, value: min(equals + 1, end)..<end)
    }
    return nil
  }

  /// The value of the first item of this plain name, still percent-encoded, or `nil`.
  @_lifetime(copy query)
  package static func value(of name: StaticString, in query: Span<UInt8>) -> Span<UInt8>? {
    var items = QueryItems(query)
    while let item = items.next() {
      if query.extracting(item.name).equals(name) { return query.extracting(item.value) }
    }
    return nil
  }
}
