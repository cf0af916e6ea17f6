import FoundationEssentials

extension JSONValue: Decodable {
  /// Parses a JSON text; nil when it is none.
  init?(parsing bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
      return nil
    }
    self = value
  }

  init(from decoder: any Decoder) throws {
    if let keyed = try? decoder.container(keyedBy: MemberName.self) {
      self = .object(
        try keyed.allKeys.sorted { $0.stringValue < $1.stringValue }
          .map { ($0.stringValue, try keyed.decode(JSONValue.self, forKey: $0)) })
    } else if var list = try? decoder.unkeyedContainer() {
      var values: [JSONValue] = []
      while !list.isAtEnd { values.append(try list.decode(JSONValue.self)) }
      self = .array(values)
    } else {
      self = try Self.scalar(decoder.singleValueContainer())
    }
  }

  private static func scalar(_ single: any SingleValueDecodingContainer) throws -> JSONValue {
    if single.decodeNil() { return .null }
    if let flag = try? single.decode(Bool.self) { return .bool(flag) }
    if let number = try? single.decode(Int64.self) { return .integer(number) }
    if let number = try? single.decode(Double.self) { return .number(number) }
    return .string(try single.decode(String.self))
  }

  private struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
