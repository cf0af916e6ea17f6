internal import Routing

/// The connection as its exchange sees it.
protocol ExchangeHost: AnyObject {
  /// Hands over the bytes that have come and not been taken.
  func takeInput() -> [UInt8]
  /// Takes back, in front of what comes next, what was not wanted.
  func putBack(_ input: [UInt8])
  /// Whether the client has finished sending.
  var hasInputEnded: Bool { get }
  /// Whether the connection is as old as it may become.
  var isPastItsAge: Bool { get }

  /// Reads on after a pause.
  func wantInput()

  /// Writes, or queues what the client does not take; false when the connection is gone.
  func send(_ piece: BodyPiece) -> Bool
  /// Whether everything sent has been taken.
  var isOutputWritten: Bool { get }

  /// The response is complete.
  func exchangeFinished(closes: Bool)

  /// The response cannot be completed; the client must notice.
  func abort()
}
