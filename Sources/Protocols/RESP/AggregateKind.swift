/// The aggregates, by the byte that they begin with.
enum AggregateKind {
  case array, set, map, push, attribute

  init?(_ type: UInt8) {
    switch type {
    case UInt8(ascii: "*"): self = .array
    case UInt8(ascii: "~"): self = .set
    case UInt8(ascii: "%"): self = .map
    case UInt8(ascii: ">"): self = .push
    case UInt8(ascii: "|"): self = .attribute
    default: return nil
    }
  }

  /// Whether its length counts pairs.
  var isOfPairs: Bool { self == .map || self == .attribute }

  /// The value of these elements; nil for an attribute, which is none.
  func value(_ elements: [RESPValue]) -> RESPValue? {
    switch self {
    case .array: .array(elements)
    case .set: .set(elements)
    case .push: .push(elements)
    case .attribute: nil
    case .map:
      .map(
        stride(from: 0, to: elements.count, by: 2).map {
          RESPPair(elements[$0], elements[$0 + 1])
        })
    }
  }
}
