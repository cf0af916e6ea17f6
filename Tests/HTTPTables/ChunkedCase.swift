/// One chunked content and what a decoder must make of it.
package struct ChunkedCase: Sendable, CustomStringConvertible {
  package let name: String
  package let rule: String
  package let bytes: [UInt8]
  /// The content, when it is whole.
  package let content: String?
  /// The slug of the refusal, when it is refused.
  package let slug: String?

  package var description: String { "\(name) (\(rule))" }

  package static func whole(_ name: String, _ rule: String, _ text: String, _ content: String)
    -> ChunkedCase
  {
    ChunkedCase(name: name, rule: rule, bytes: latin1(text), content: content, slug: nil)
  }

  package static func partial(_ name: String, _ rule: String, _ text: String) -> ChunkedCase {
    ChunkedCase(name: name, rule: rule, bytes: latin1(text), content: nil, slug: nil)
  }

  package static func refuse(_ name: String, _ rule: String, _ text: String, _ slug: String)
    -> ChunkedCase
  {
    ChunkedCase(name: name, rule: rule, bytes: latin1(text), content: nil, slug: slug)
  }

  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8($0.value) }
  }
}
