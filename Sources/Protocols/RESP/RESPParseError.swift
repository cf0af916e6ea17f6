/// Why bytes are no value of the protocol. The connection is of no use after it.
package enum RESPParseError: Error, Sendable, Hashable {
  /// A value begins with a byte that names no type.
  case unknownType(UInt8)
  /// A line or a string is not ended by CR LF.
  case badLineEnd
  /// A length is no number, or negative where that means nothing.
  case badLength
  /// A number, a boolean, a null or a verbatim string is not what it says it is.
  case badValue
  /// A chunk or an end stands where none belongs, or is missing where one does.
  case badStream
  /// A push or an attribute lies inside another value, or a limit of depth is exceeded.
  case badNesting
  /// A line, a string, an aggregate or a whole value is larger than allowed.
  case tooLarge
}
