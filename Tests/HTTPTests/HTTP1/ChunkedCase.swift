/// One chunked content and what a decoder must make of it.
struct ChunkedCase: Sendable, CustomStringConvertible {
  let name: String
  let rule: String
  let bytes: [UInt8]
  /// The content, when it is whole.
  let content: String?
  /// The slug of the refusal, when it is refused.
  let slug: String?

  var description: String { "\(name) (\(rule))" }

  static func whole(_ name: String, _ rule: String, _ text: String, _ content: String)
    -> ChunkedCase
  {
    ChunkedCase(name: name, rule: rule, bytes: latin1(text), content: content, slug: nil)
  }

  static func partial(_ name: String, _ rule: String, _ text: String) -> ChunkedCase {
    ChunkedCase(name: name, rule: rule, bytes: latin1(text), content: nil, slug: nil)
  }

  static func refuse(_ name: String, _ rule: String, _ text: String, _ slug: String)
    -> ChunkedCase
  {
    ChunkedCase(name: name, rule: rule, bytes: latin1(text), content: nil, slug: slug)
  }

  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8($0.value) }
  }
}
