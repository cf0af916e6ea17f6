import Bytes

extension RequestHead {
  /// The method's token, also when it is a known one.
  @_lifetime(copy bytes)
  package func methodToken(in bytes: Span<UInt8>) -> Span<UInt8> { line.token.of(bytes) }

  /// The whole request target as it was sent.
  @_lifetime(copy bytes)
  package func target(in bytes: Span<UInt8>) -> Span<UInt8> { line.target.of(bytes) }

  /// The path, still percent-encoded; empty when an absolute target has none, which means `/`.
  @_lifetime(copy bytes)
  package func path(in bytes: Span<UInt8>) -> Span<UInt8> { line.path.of(bytes) }

  /// The query without its question mark, still percent-encoded; `nil` when there is no mark.
  @_lifetime(copy bytes)
  package func query(in bytes: Span<UInt8>) -> Span<UInt8>? {
    line.hasQuery ? line.query.of(bytes) : nil
  }

  /// The authority: of an absolute target, else of the Host field (RFC 9112 §3.2.2); `nil` when
  /// an HTTP/1.0 request names none.
  @_lifetime(copy bytes)
  package func authority(in bytes: Span<UInt8>) -> Span<UInt8>? {
    line.form == .absolute ? line.authority.of(bytes) : value(.host, in: bytes)
  }

  /// The number of field lines.
  package var fieldCount: Int { fields.count }

  /// Whether the field occurs.
  package func contains(_ field: KnownField) -> Bool { fields.contains(field) }

  /// Whether the field occurs on more than one line.
  package func isRepeated(_ field: KnownField) -> Bool { fields.isRepeated(field) }

  /// The value of the field's first line, without white space around it; `nil` without one.
  @_lifetime(copy bytes)
  package func value(_ field: KnownField, in bytes: Span<UInt8>) -> Span<UInt8>? {
    guard let index = fields.first(field) else { return nil }
    return fields.value(at: index).of(bytes)
  }

  /// The index of the field's first line, or `nil`.
  package func firstIndex(of field: KnownField) -> Int? { fields.first(field) }

  /// The index of the field's next line after `index`, or `nil`.
  package func nextIndex(of field: KnownField, after index: Int) -> Int? {
    fields.next(field, after: index)
  }

  /// The name on a field line, in the case it was sent in.
  @_lifetime(copy bytes)
  package func name(at index: Int, in bytes: Span<UInt8>) -> Span<UInt8> {
    precondition(index < fields.count, "no such field line")
    return fields.name(at: index).of(bytes)
  }

  /// The value on a field line, without white space around it.
  @_lifetime(copy bytes)
  package func value(at index: Int, in bytes: Span<UInt8>) -> Span<UInt8> {
    precondition(index < fields.count, "no such field line")
    return fields.value(at: index).of(bytes)
  }

  /// Which known field a line is, or `nil`.
  package func known(at index: Int) -> KnownField? {
    precondition(index < fields.count, "no such field line")
    return fields.known(at: index)
  }

  /// The value of the first line with this name, letters of either case being the same.
  ///
  /// Looks at every line: for the fields of `KnownField` use `value(_:in:)`.
  @_lifetime(copy bytes)
  package func value(named name: StaticString, in bytes: Span<UInt8>) -> Span<UInt8>? {
    for index in 0..<fields.count
    where fields.name(at: index).of(bytes).equalsIgnoringCase(name) {
      return fields.value(at: index).of(bytes)
    }
    return nil
  }
}

extension RequestHead {
  /// Whether any field occurs that can change a plain 200: one test of a word.
  var hasConditionsOrRange: Bool {
    fields.containsAny(
      FieldTable.bit(.ifMatch) | FieldTable.bit(.ifNoneMatch) | FieldTable.bit(.ifModifiedSince)
        | FieldTable.bit(.ifUnmodifiedSince) | FieldTable.bit(.range))
  }
}
