/// The value of `Content-Range` in bytes (RFC 9110 §14.4).
package struct UpstreamContentRange: Sendable, Hashable {
  /// First and last position sent, both included; nil in the form of a 416, `bytes */N`.
  package let positions: ClosedRange<Int64>?
  /// The whole representation's length, nil when sent as `*`.
  package let total: Int64?

  /// Parses `bytes a-b/N`, `bytes a-b/*` or `bytes */N`; nil when it is none of these.
  package init?(parsing value: String) {
    var rest = value.utf8[...]
    guard rest.count > 6, rest.prefix(6).elementsEqual("bytes ".utf8, by: Self.sameLetter) else {
      return nil
    }
    rest = rest.dropFirst(6)
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let (range, length) = (rest[..<slash], rest[rest.index(after: slash)...])
    let isTotalUnknown = length.elementsEqual("*".utf8)
    total = isTotalUnknown ? nil : Int64(decimal: length)
    guard isTotalUnknown || total != nil else { return nil }
    if range.elementsEqual("*".utf8) {
      guard !isTotalUnknown else { return nil }
      positions = nil
      return
    }
    guard let dash = range.firstIndex(of: UInt8(ascii: "-")),
      let first = Int64(decimal: range[..<dash]),
      let last = Int64(decimal: range[range.index(after: dash)...]),
      first <= last, total.map({ last < $0 }) ?? true
    else { return nil }
    positions = first...last
  }

  private static func sameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right || (left | 0x20 == right && (0x61...0x7A).contains(right))
  }
}
