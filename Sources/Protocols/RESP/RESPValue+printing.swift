extension RESPValue {
  /// Appends the value as it stands on the wire: what a server writes, and what a parser reads back.
  package func write(to output: inout [UInt8]) {
    switch self {
    case .simpleString(let bytes): Self.line("+", bytes, &output)
    case .simpleError(let bytes): Self.line("-", bytes, &output)
    case .number(let number): Self.line(":", Array(String(number).utf8), &output)
    case .double(let number): Self.line(",", Self.digits(number), &output)
    case .boolean(let isTrue): Self.line("#", [UInt8(ascii: isTrue ? "t" : "f")], &output)
    case .null: Self.line("_", [], &output)
    case .bigNumber(let digits): Self.line("(", digits, &output)
    case .blobString(let bytes): Self.string("$", bytes, &output)
    case .blobError(let bytes): Self.string("!", bytes, &output)
    case .verbatim(let format, let bytes):
      Self.string("=", format + [UInt8(ascii: ":")] + bytes, &output)
    case .array(let elements): Self.aggregate("*", elements.count, elements, &output)
    case .set(let elements): Self.aggregate("~", elements.count, elements, &output)
    case .push(let elements): Self.aggregate(">", elements.count, elements, &output)
    case .map(let pairs):
      Self.aggregate("%", pairs.count, pairs.flatMap { [$0.key, $0.value] }, &output)
    }
  }

  private static func digits(_ number: Double) -> [UInt8] {
    if number.isNaN { return Array("nan".utf8) }
    if number.isInfinite { return Array((number < 0 ? "-inf" : "inf").utf8) }
    return Array(number.description.utf8)
  }

  private static func line(_ type: Unicode.Scalar, _ bytes: [UInt8], _ output: inout [UInt8]) {
    output.append(UInt8(ascii: type))
    output.append(contentsOf: bytes)
    output.append(contentsOf: [13, 10])
  }

  private static func string(_ type: Unicode.Scalar, _ bytes: [UInt8], _ output: inout [UInt8]) {
    line(type, Array(String(bytes.count).utf8), &output)
    output.append(contentsOf: bytes)
    output.append(contentsOf: [13, 10])
  }

  private static func aggregate(
    _ type: Unicode.Scalar, _ count: Int, _ elements: [RESPValue], _ output: inout [UInt8]
  ) {
    line(type, Array(String(count).utf8), &output)
    for element in elements { element.write(to: &output) }
  }
}
