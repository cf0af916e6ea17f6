/// What a look at the bytes received so far says about a request head.
@usableFromInline package enum ParseOutcome: Equatable, Sendable {
  /// More bytes are needed.
  case incomplete
  /// The head is whole and takes this many bytes; what follows is content or the next request.
  case complete(headLength: Int)
  /// The request is refused and the connection is to be closed.
  case rejected(Rejection)
}
