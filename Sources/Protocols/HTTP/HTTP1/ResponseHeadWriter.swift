import Bytes

/// Prints response heads into a caller's buffer, allocating nothing (RFC 9112 §4, §5).
///
/// Each function writes its whole line or, when it throws, nothing.
@usableFromInline package enum ResponseHeadWriter {
  /// Appends `HTTP/1.1 code reason CRLF`.
  package static func writeStatusLine(
    _ status: Status, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    let reason = status.reason
    guard output.freeCapacity >= 15 + reason.utf8CodeUnitCount else { throw .noRoom }
    output.append("HTTP/1.1 ")
    output.append(decimal: UInt64(status.code))
    output.append(ASCII.space)
    output.append(reason)
    output.append("\r\n")
  }

  /// Appends a field whose name is part of the program.
  package static func writeField(
    _ name: StaticString, _ value: Span<UInt8>, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    try writeField(name.bytes, value, into: &output)
  }

  /// Appends a field whose name and value are part of the program.
  package static func writeField(
    _ name: StaticString, _ value: StaticString, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    try writeField(name.bytes, value.bytes, into: &output)
  }

  /// Appends a field with a number for its value.
  package static func writeField(
    _ name: StaticString, decimal value: UInt64, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    guard output.freeCapacity >= name.utf8CodeUnitCount + 4 + DecimalDigits.count(of: value) else {
      throw .noRoom
    }
    output.append(name)
    output.append(": ")
    output.append(decimal: value)
    output.append("\r\n")
  }

  /// Appends a field with a date for its value.
  package static func writeField(
    _ name: StaticString, date: HTTPDate, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    guard output.freeCapacity >= name.utf8CodeUnitCount + 4 + HTTPDate.printedByteCount else {
      throw .noRoom
    }
    output.append(name)
    output.append(": ")
    date.print(into: &output)
    output.append("\r\n")
  }

  /// Appends a field with an entity tag for its value: quotes are put around `opaque`.
  package static func writeEntityTag(
    _ opaque: Span<UInt8>, isWeak: Bool = false, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    guard output.freeCapacity >= 12 + opaque.count else { throw .noRoom }
    for index in opaque.indices
    where opaque[index] < 0x80 && !ByteSet.entityTag.contains(opaque[index]) {
      throw .illegalBytes
    }
    output.append(isWeak ? "ETag: W/\"" : "ETag: \"")
    output.append(bytes: opaque)
    output.append("\"\r\n")
  }

  /// Appends a field.
  package static func writeField(
    _ name: Span<UInt8>, _ value: Span<UInt8>, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    guard output.freeCapacity >= name.count + 4 + value.count else { throw .noRoom }
    guard name.count > 0, name.allSatisfy(.token), FieldSyntax.isValue(value) else {
      throw .illegalBytes
    }
    output.append(bytes: name)
    output.append(": ")
    output.append(bytes: value)
    output.append("\r\n")
  }

  /// Appends fields in order; those before a refused one stay written.
  package static func writeFields(
    _ fields: HTTPFields, into output: inout OutputSpan<UInt8>
  ) throws(HeadWriteFault) {
    for field in fields.fields {
      try writeField(field.name.text.utf8.span, field.value.utf8.span, into: &output)
    }
  }

  /// Appends the empty line that ends the head.
  package static func writeEnd(into output: inout OutputSpan<UInt8>) throws(HeadWriteFault) {
    guard output.freeCapacity >= 2 else { throw .noRoom }
    output.append("\r\n")
  }
}
