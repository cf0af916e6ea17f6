/// What an account says to one request.
enum LimitVerdict: Hashable, Sendable {
  /// The request may pass, and was taken from every limit.
  case passed
  /// A limit is reached.
  case reached(LimitPolicy)
  /// What was taken ahead from a limit that edges share is used up: ask for more, then again.
  case short(LimitPolicy)
}
