/// Why bytes are no JSON document that is taken here.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: String, CaseIterable, Sendable {
    case empty = "there is no document"
    case unexpectedByte = "this cannot stand here"
    case unexpectedEnd = "the document ends too early"
    case trailingBytes = "something follows the document"
    case invalidUTF8 = "the text is not UTF-8"
    case malformedEscape = "the escape is malformed"
    case loneSurrogate = "half of a surrogate pair stands alone"
    case malformedNumber = "the number is malformed"
    case numberOutOfRange = "the number is too large to be kept exactly"
    case duplicateName = "a name stands twice in one object"
    case tooDeep = "arrays and objects are nested too deeply"
    case tooMany = "there are too many values"
  }

  /// The offset of the byte where it was noticed.
  package let offset: Int
  package let reason: Reason

  /// What is wrong and where, without a full stop.
  package var sentence: String { "At byte \(offset): \(reason.rawValue)" }
}
