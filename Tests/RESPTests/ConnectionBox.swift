import RESP

/// A connection behind a reference, so that an expectation may send on it.
final class ConnectionBox {
  private var connection: RESPConnection<Int>

  init(_ handshake: RESPHandshake, pendingMax: Int = 1024) {
    connection = RESPConnection(handshake, pendingMax: pendingMax)
  }

  var isOpen: Bool { connection.isOpen }
  var pendingCount: Int { connection.pendingCount }

  func takeOutput() -> [UInt8] { connection.takeOutput() }

  func send(_ command: RESPCommand, _ ticket: Int) -> Bool {
    connection.send(command, ticket: ticket)
  }

  func send(_ command: RESPCommand, after first: RESPCommand, _ ticket: Int) -> Bool {
    connection.send(command, after: first, ticket: ticket)
  }

  func subscribe(_ channel: String, _ ticket: Int) -> Bool {
    connection.subscribe(Array(channel.utf8), ticket: ticket)
  }

  func unsubscribe(_ channel: String, _ ticket: Int) -> Bool {
    connection.unsubscribe(Array(channel.utf8), ticket: ticket)
  }

  func received(_ text: String) -> [RESPEvent<Int>] { connection.received(text.utf8) }

  func closed() -> [Int] { connection.closed() }
}
