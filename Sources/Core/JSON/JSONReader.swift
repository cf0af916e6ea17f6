/// Reads one JSON document strictly (RFC 8259): UTF-8 alone, no name twice in one object, no number
/// that would be rounded to another integer, and limits on depth and count.
///
/// A name that stands twice is refused because readers disagree on which of the two counts, which
/// is how one document comes to mean two things (RFC 8259 §4).
package struct JSONReader: ~Copyable {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var index = 0
  private var depth = 0
  private var values = 0

  private init(_ bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// The document that is all of these bytes.
  package static func read(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) -> JSONValue {
    var reader = JSONReader(bytes, limits: limits)
    reader.skipBlanks()
    guard reader.index < bytes.count else { throw reader.error(.empty) }
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.index == bytes.count else { throw reader.error(.trailingBytes) }
    return value
  }

  private func error(_ reason: JSONSyntaxError.Reason, at offset: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(offset: offset ?? index, reason: reason)
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func peek() throws(JSONSyntaxError) -> UInt8 {
    guard index < bytes.count else { throw error(.unexpectedEnd) }
    return bytes[index]
  }

  private mutating func take(_ byte: UInt8) throws(JSONSyntaxError) {
    guard try peek() == byte else { throw error(.unexpectedByte) }
    index += 1
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    values += 1
    guard values <= limits.valuesMax else { throw error(.tooMany) }
    switch try peek() {
    case UInt8(ascii: "{"):
      return try nested { reader throws(JSONSyntaxError) in
        .object(try reader.members())
      }
    case UInt8(ascii: "["):
      return try nested { reader throws(JSONSyntaxError) in
        .array(try reader.elements())
      }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONSyntaxError) -> JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    guard depth < limits.depthMax else { throw error(.tooDeep) }
    depth += 1
    index += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func members() throws(JSONSyntaxError) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipBlanks()
    if try peek() == UInt8(ascii: "}") {
      index += 1
      return members
    }
    while true {
      skipBlanks()
      let start = index
      let name = try string()
      guard names.insert(name).inserted else { throw error(.duplicateName, at: start) }
      skipBlanks()
      try take(UInt8(ascii: ":"))
      skipBlanks()
      members.append(JSONValue.Member(name, try value()))
      skipBlanks()
      if try peek() == UInt8(ascii: "}") {
        index += 1
        return members
      }
      try take(UInt8(ascii: ","))
    }
  }

  private mutating func elements() throws(JSONSyntaxError) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipBlanks()
    if try peek() == UInt8(ascii: "]") {
      index += 1
      return elements
    }
    while true {
      skipBlanks()
      elements.append(try value())
      skipBlanks()
      if try peek() == UInt8(ascii: "]") {
        index += 1
        return elements
      }
      try take(UInt8(ascii: ","))
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    for byte in "\(word)".utf8 { try take(byte) }
    return value
  }
}

extension JSONReader {
  private mutating func string() throws(JSONSyntaxError) -> String {
    let start = index
    try take(UInt8(ascii: "\""))
    var text: [UInt8] = []
    while true {
      let byte = try peek()
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error(.invalidUTF8, at: start)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw error(.unexpectedByte)
      default:
        text.append(byte)
        index += 1
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    index += 1
    let byte = try peek()
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += String(Character(try scalar())).utf8
    default: throw error(.malformedEscape, at: index - 1)
    }
  }

  /// The scalar after `\u`, of one code unit or of a pair (RFC 8259 §7).
  private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = index
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(UInt16(first)) else { throw error(.loneSurrogate, at: start) }
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw error(.loneSurrogate, at: start) }
    index += 2
    let second = try codeUnit()
    let value = 0x10000 + ((first & 0x3FF) << 10 | (second & 0x3FF))
    guard UTF16.isTrailSurrogate(UInt16(second)), let scalar = Unicode.Scalar(value) else {
      throw error(.loneSurrogate, at: start)
    }
    return scalar
  }

  private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else {
        throw error(.malformedEscape)
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  /// A number: exact as an integer, or nearest when it has a fraction or an exponent (§6).
  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    if try peek() == UInt8(ascii: "-") { index += 1 }
    let lead = index
    guard digits() > 0 else { throw error(index == start ? .unexpectedByte : .malformedNumber) }
    if bytes[lead] == UInt8(ascii: "0"), index > lead + 1 {
      throw error(.malformedNumber, at: lead)
    }
    var isWhole = true
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      guard digits() > 0 else { throw error(.malformedNumber) }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      index += 1
      if index < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[index]) {
        index += 1
      }
      guard digits() > 0 else { throw error(.malformedNumber) }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole {
      guard let value = Int64(text) else { throw error(.numberOutOfRange, at: start) }
      return .integer(value)
    }
    guard let value = Double(text), value.isFinite else {
      throw error(.numberOutOfRange, at: start)
    }
    return .decimal(value)
  }

  private mutating func digits() -> Int {
    let start = index
    while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
    return index - start
  }
}
