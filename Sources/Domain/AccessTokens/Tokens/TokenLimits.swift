package import Capabilities
package import JSON
package import Routing

/// Limits of a token that are tighter than those of its user.
package enum TokenLimits {
  /// The most that a limit can be.
  private static let numberMax: Int64 = 1_000_000_000_000_000

  /// The member `limits` of a request; nil when it is left out or says nothing.
  package static func read(_ fields: inout FieldReader) -> Allowance? {
    let limits = fields.optionalObject("limits") { inner in
      Allowance(
        requestsPerMinute: inner.optionalInteger("requestsPerMinute", in: 1...1_000_000_000),
        requestsPerDay: inner.optionalInteger("requestsPerDay", in: 1...numberMax),
        requestsPerMonth: inner.optionalInteger("requestsPerMonth", in: 1...numberMax),
        bytesPerMonth: inner.optionalInteger("bytesPerMonth", in: 1...numberMax))
    }
    return limits == Allowance() ? nil : limits
  }

  /// The limits as a document; null where there are none.
  package static func document(_ limits: Allowance?) -> JSONValue {
    guard let limits else { return .null }
    func number(_ value: Int64?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return [
      "requestsPerMinute": number(limits.requestsPerMinute),
      "requestsPerDay": number(limits.requestsPerDay),
      "requestsPerMonth": number(limits.requestsPerMonth),
      "bytesPerMonth": number(limits.bytesPerMonth),
    ]
  }

  /// The members as the description of the interface tells them.
  package static let field = RouteField(
    "limits",
    .object([
      RouteField("requestsPerMinute", .integer, "Requests in any minute."),
      RouteField("requestsPerDay", .integer, "Requests in a day of UTC."),
      RouteField("requestsPerMonth", .integer, "Requests in a month of UTC."),
      RouteField("bytesPerMonth", .integer, "Bytes up and down in a month of UTC."),
    ]), "Limits of this token alone; those of the user hold all the same.")

  /// Whether every limit is at least as tight as before.
  static func isTighter(_ new: Allowance, than old: Allowance) -> Bool {
    func holds(_ new: Int64?, _ old: Int64?) -> Bool {
      guard let old else { return true }
      return new.map { $0 <= old } ?? false
    }
    return holds(new.requestsPerMinute, old.requestsPerMinute)
      && holds(new.requestsPerDay, old.requestsPerDay)
      && holds(new.requestsPerMonth, old.requestsPerMonth)
      && holds(new.bytesPerMonth, old.bytesPerMonth)
  }
}
