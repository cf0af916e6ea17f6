/// What a parser takes of a server that may be broken or not be one at all.
package struct RESPLimits: Sendable, Hashable {
  /// Aggregates inside one another.
  package var depthMax = 8
  /// Bytes of one string.
  package var stringBytesMax = 4 << 20
  /// Bytes of a line, which numbers, simple strings and errors are.
  package var lineBytesMax = 16 << 10
  /// Elements of one value, with those of its elements.
  package var elementsMax = 100_000
  /// Bytes of all strings and lines of one value.
  package var valueBytesMax = 16 << 20

  /// The usual limits.
  package init() {}
}
