extension StaticString {
  /// The UTF-8 bytes, which live as long as the program.
  @inlinable package var bytes: Span<UInt8> {
    @_lifetime(immortal) get {
      precondition(hasPointerRepresentation)
      let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(span, copying: ())
    }
  }
}
