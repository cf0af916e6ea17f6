/// Why part of a response head was not written; nothing of that part was.
@usableFromInline package enum HeadWriteFault: Error, Equatable, Sendable {
  /// The buffer has no room for it.
  case noRoom
  /// A name is no token or a value holds a control byte.
  case illegalBytes
}
