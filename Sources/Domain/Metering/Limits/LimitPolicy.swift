/// What a limit is of: the name under which `RateLimit` and problems speak of it.
package enum LimitPolicy: String, CaseIterable, Sendable {
  /// Requests in any minute, in a day and in a month of UTC.
  case minute, day, month
  /// Bytes in a month of UTC.
  case bandwidth

  /// All of them, in the order in which they are printed.
  static let inOrder: InlineArray<4, LimitPolicy> = [.minute, .day, .month, .bandwidth]

  /// The name with its quotation marks, for the limits of a user and those of one token.
  func quoted(ofToken: Bool) -> StaticString {
    switch self {
    case .minute: ofToken ? "\"token-minute\"" : "\"minute\""
    case .day: ofToken ? "\"token-day\"" : "\"day\""
    case .month: ofToken ? "\"token-month\"" : "\"month\""
    case .bandwidth: ofToken ? "\"token-bandwidth\"" : "\"bandwidth\""
    }
  }

  /// The name, for the limits of a user and those of one token.
  package func name(ofToken: Bool) -> String { ofToken ? "token-\(rawValue)" : rawValue }
}
