/// A query whose keys must all be known and appear once.
struct StrictQuery {
  private var values: [String: String] = [:]

  init(_ target: RequestTarget, known: [String]) throws(QueryFailure) {
    for (name, value) in target.parameters {
      guard known.contains(name) else { throw .unknown(name, expected: known) }
      guard values.updateValue(value, forKey: name) == nil else {
        throw QueryFailure(detail: "duplicate field `\(name)`")
      }
    }
  }

  /// The text of a parameter.
  subscript(_ name: String) -> String? { values[name] }

  /// A boolean parameter, false when it is missing.
  func flag(_ name: String) throws(QueryFailure) -> Bool {
    switch values[name] {
    case nil, "false": return false
    case "true": return true
    default:
      throw QueryFailure(detail: "\(name): provided string was not `true` or `false`")
    }
  }

  /// A whole number that is not negative; nil when it is missing.
  func number(_ name: String) throws(QueryFailure) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = UInt64(text) else {
      throw QueryFailure(detail: "\(name): invalid digit found in string")
    }
    return Int(clamping: number)
  }
}
