package import Capabilities
package import Routing

/// What a user can subscribe to: a price, and what may be used for it.
package struct Plan: Hashable, Sendable {
  /// The word by which it is called, such as `starter`.
  package var name: String
  /// What people call it.
  package var title: String
  /// US cents for a whole month of UTC.
  package var priceCents: Int64
  /// Requests in any minute, and in a day and a month of UTC.
  package var requestsPerMinute: Int64
  package var requestsPerDay: Int64
  package var requestsPerMonth: Int64
  /// Bytes up and down in a month of UTC.
  package var bytesPerMonth: Int64
  /// US cents for each 10⁹ bytes beyond `bytesPerMonth`; nil when nothing goes beyond.
  package var overageCentsPerGB: Int64?
  /// Whether reaching the limit of a day or a month only warns.
  package var isSoft: Bool
  /// What it offers, for people.
  package var features: [String]
  /// What its users may do, and may let their tokens do; never `ADMIN`.
  package var permissions: Permission

  /// Bytes of a gigabyte in plans and prices: 10⁹, as networks are sold.
  package static let gigabyte: Int64 = 1_000_000_000

  /// What its users may use. Where more bytes are for sale, bytes are not what stops them.
  package var allowance: Allowance {
    Allowance(
      requestsPerMinute: requestsPerMinute, requestsPerDay: requestsPerDay,
      requestsPerMonth: requestsPerMonth,
      bytesPerMonth: overageCentsPerGB == nil ? bytesPerMonth : nil, isSoft: isSoft)
  }
}
