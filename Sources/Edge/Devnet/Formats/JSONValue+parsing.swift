import JSON

extension JSONValue {
  /// Parses a JSON text; nil when it is none.
  init?(parsing bytes: [UInt8]) {
    let limits = JSONLimits(depthMax: 32, valuesMax: 100_000)
    guard let value = try? JSONReader.read(bytes, limits: limits) else { return nil }
    self.init(value)
  }

  private init(_ value: JSON.JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = .integer(number)
    case .decimal(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .array(let values): self = .array(values.map { JSONValue($0) })
    case .object(let members): self = .object(members.map { ($0.name, JSONValue($0.value)) })
    }
  }
}
