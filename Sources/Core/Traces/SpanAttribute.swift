/// A name and a value that a span carries; names are OpenTelemetry's where it has some.
package struct SpanAttribute: Sendable, Hashable {
  /// What an attribute may hold.
  package enum Value: Sendable, Hashable {
    case text(String)
    case integer(Int64)
    case bool(Bool)
  }

  /// The longest text that is kept, in bytes.
  static let textMax = 512

  /// The name, and its value.
  package let name: String
  package let value: Value

  /// A text, cut at `textMax` bytes.
  package init(_ name: String, _ text: String) {
    self.name = name
    guard text.utf8.count > Self.textMax else {
      value = .text(text)
      return
    }
    var end = text.utf8.index(text.startIndex, offsetBy: Self.textMax)
    while end > text.startIndex, end.samePosition(in: text) == nil {
      end = text.utf8.index(before: end)
    }
    value = .text(String(text[..<end]))
  }

  /// A number.
  package init(_ name: String, _ number: some BinaryInteger) {
    self.name = name
    value = .integer(Int64(clamping: number))
  }

  /// A truth value.
  package init(_ name: String, _ isTrue: Bool) {
    self.name = name
    value = .bool(isTrue)
  }
}
