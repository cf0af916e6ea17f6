/// What fits a line: numbers, truth, nothing, simple strings and errors.
enum RESPScalar {
  static func read(
    _ type: UInt8, _ rest: ArraySlice<UInt8>
  ) throws(RESPParseError) -> RESPValue {
    switch type {
    case UInt8(ascii: "+"): return .simpleString(Array(rest))
    case UInt8(ascii: "-"): return .simpleError(Array(rest))
    case UInt8(ascii: ":"):
      guard isDigits(unsigned(rest)), let number = Int64(text(rest)) else { throw .badValue }
      return .number(number)
    case UInt8(ascii: ","): return .double(try double(rest))
    case UInt8(ascii: "#"):
      guard rest.count == 1, let letter = rest.first else { throw .badValue }
      guard letter == UInt8(ascii: "t") || letter == UInt8(ascii: "f") else { throw .badValue }
      return .boolean(letter == UInt8(ascii: "t"))
    case UInt8(ascii: "_"):
      guard rest.isEmpty else { throw .badValue }
      return .null
    case UInt8(ascii: "("):
      guard isDigits(unsigned(rest)) else { throw .badValue }
      return .bigNumber(Array(rest))
    default: throw .unknownType(type)
    }
  }

  /// A length: digits alone, few enough that nothing overflows.
  static func length(_ rest: ArraySlice<UInt8>) throws(RESPParseError) -> Int {
    guard isDigits(rest), rest.count <= 12, let length = Int(text(rest)) else { throw .badLength }
    return length
  }

  /// Whether it is the length by which version 2 says null.
  static func isMinusOne(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.elementsEqual([UInt8(ascii: "-"), UInt8(ascii: "1")])
  }

  private static func double(_ rest: ArraySlice<UInt8>) throws(RESPParseError) -> Double {
    switch text(rest) {
    case "inf", "+inf": return .infinity
    case "-inf": return -.infinity
    case "nan", "-nan": return .nan
    default:
      // Swift reads hexadecimal and names as well, which the protocol does not have.
      let allowed = Array("0123456789+-.eE".utf8)
      guard rest.allSatisfy(allowed.contains), let number = Double(text(rest)) else {
        throw .badValue
      }
      return number
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func unsigned(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
    return isSigned ? bytes.dropFirst() : bytes
  }

  private static func isDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }
}
