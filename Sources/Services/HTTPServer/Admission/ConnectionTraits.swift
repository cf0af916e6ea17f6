/// What is true of a connection, a bit each: every idle connection has them.
struct ConnectionTraits: OptionSet {
  let rawValue: UInt8

  /// Nothing follows the output that waits.
  static let closesAfterOutput = ConnectionTraits(rawValue: 1)
  /// The client has said that it sends no more.
  static let inputEnded = ConnectionTraits(rawValue: 2)
  /// It has one of the server's places.
  static let holdsPlace = ConnectionTraits(rawValue: 4)
  /// It is counted for its address.
  static let isCounted = ConnectionTraits(rawValue: 8)
  /// Its requests say who their client is, and are believed.
  static let isFromProxy = ConnectionTraits(rawValue: 16)
  /// It was not taken, and only waits for its client to see the answer.
  static let isTurnedAway = ConnectionTraits(rawValue: 32)
}
