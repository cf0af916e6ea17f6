/// How much a caller may use, from a plan or a token that is tighter; nil is no limit.
package struct Allowance: Hashable, Sendable {
  /// Requests in any minute.
  package var requestsPerMinute: Int64?
  /// Requests in a day and in a month of UTC.
  package var requestsPerDay: Int64?
  package var requestsPerMonth: Int64?
  /// Bytes up and down in a month of UTC.
  package var bytesPerMonth: Int64?
  /// Whether going over a quota of a day or a month only warns.
  package var isSoft: Bool

  /// An allowance.
  package init(
    requestsPerMinute: Int64? = nil, requestsPerDay: Int64? = nil, requestsPerMonth: Int64? = nil,
    bytesPerMonth: Int64? = nil, isSoft: Bool = false
  ) {
    self.requestsPerMinute = requestsPerMinute
    self.requestsPerDay = requestsPerDay
    self.requestsPerMonth = requestsPerMonth
    self.bytesPerMonth = bytesPerMonth
    self.isSoft = isSoft
  }

  /// The tighter of both in every respect.
  package func tightened(by other: Allowance) -> Allowance {
    func least(_ one: Int64?, _ two: Int64?) -> Int64? {
      guard let one, let two else { return one ?? two }
      return min(one, two)
    }
    return Allowance(
      requestsPerMinute: least(requestsPerMinute, other.requestsPerMinute),
      requestsPerDay: least(requestsPerDay, other.requestsPerDay),
      requestsPerMonth: least(requestsPerMonth, other.requestsPerMonth),
      bytesPerMonth: least(bytesPerMonth, other.bytesPerMonth),
      isSoft: isSoft && other.isSoft)
  }
}
