/// Why bytes could not be kept in a `BodyBuffer`.
package enum BodyBufferError: Error, Hashable, Sendable {
  /// The body is, or would become, longer than `limit` bytes.
  case tooLong(limit: Int)
  /// More bytes came than the `declared` length.
  case longerThanDeclared(declared: Int)
  /// The end came after `found` bytes of `declared`.
  case shorterThanDeclared(declared: Int, found: Int)
  /// The budget has no room for so many bytes now.
  case overBudget
  /// The system has no memory; the number of its error.
  case outOfMemory(errno: Int32)
}
