/// One raw request and what a server must make of it.
///
/// Plain data, so that the same rows can be sent to a parser and to a running server.
package struct FramingCase: Sendable, CustomStringConvertible {
  /// What the row shows.
  package let name: String
  /// The section it rests on.
  package let rule: String
  /// The bytes of the head, as sent.
  package let bytes: [UInt8]
  /// The status of the refusal, or `nil` when the head is acceptable.
  package let refusedWith: UInt16?
  /// The slug of the refusal's problem type.
  package let slug: String?

  package var description: String { "\(name) (\(rule))" }

  /// A head that must be accepted.
  package static func accept(_ name: String, _ rule: String, _ text: String) -> FramingCase {
    FramingCase(name: name, rule: rule, bytes: latin1(text), refusedWith: nil, slug: nil)
  }

  /// A head that must be refused with 400.
  package static func refuse(
    _ name: String, _ rule: String, _ text: String, _ slug: String, status: UInt16 = 400
  ) -> FramingCase {
    FramingCase(name: name, rule: rule, bytes: latin1(text), refusedWith: status, slug: slug)
  }

  /// One byte for each scalar up to U+00FF, so that a row can hold any byte.
  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8($0.value) }
  }
}
