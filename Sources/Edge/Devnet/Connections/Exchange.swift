/// One request with the connection that it came on.
struct Exchange {
  let head: RequestHead
  let target: RequestTarget
  let connection: Connection

  init(_ head: RequestHead, on connection: Connection) {
    self.head = head
    self.connection = connection
    target = RequestTarget(parsing: head.target)
  }

  /// Reads the whole request body.
  func body(limit: Int) throws(Connection.BodyFailure) -> [UInt8] {
    try connection.readBody(limit: limit)
  }
}
