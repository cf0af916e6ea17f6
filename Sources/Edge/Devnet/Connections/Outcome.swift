/// What becomes of a connection after an answer.
enum Outcome: Sendable {
  /// The next request may follow.
  case keep

  /// It ends in order: our side first, then a moment for what the client still sends.
  case close

  /// It ends at once, because that is the fault asked for or the client has left.
  case drop
}
