import RESP
import Testing

@Suite struct RESPConnectionTests {
  private static let hello =
    "%5\r\n+server\r\n+redis\r\n+version\r\n+7.0.15\r\n+proto\r\n:3\r\n+mode\r\n+standalone\r\n"
    + "+role\r\n+master\r\n"

  private func opened(pendingMax: Int = 1024) -> ConnectionBox {
    let connection = ConnectionBox(
      RESPHandshake(clientName: "floe"), pendingMax: pendingMax)
    _ = connection.takeOutput()
    let events = connection.received(Self.hello)
    #expect(events.map(Self.text) == ["opened redis 7.0.15"])
    return connection
  }

  private static func text(_ event: RESPEvent<Int>) -> String {
    switch event {
    case .opened(let server): "opened \(server.name) \(server.version)"
    case .reply(let ticket, let value): "\(ticket): \(value.text ?? value.errorText ?? "-")"
    case .subscribed(let ticket, let channel):
      "\(ticket) subscribed \(String(decoding: channel, as: UTF8.self))"
    case .unsubscribed(let ticket, let channel):
      "\(ticket) unsubscribed \(String(decoding: channel, as: UTF8.self))"
    case .message(let channel, let message):
      "message \(String(decoding: channel, as: UTF8.self)) \(String(decoding: message, as: UTF8.self))"
    case .push(let elements): "push \(elements.first?.text ?? "-")"
    case .failed(let failure): "failed \(failure)"
    }
  }

  @Test func `the handshake says version, user, name and database`() {
    let connection = ConnectionBox(
      RESPHandshake(username: "u", password: "p", clientName: "floe", database: 3))
    let output = String(decoding: connection.takeOutput(), as: UTF8.self)
    #expect(
      output == "*7\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$1\r\np\r\n"
        + "$7\r\nSETNAME\r\n$4\r\nfloe\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n")
    #expect(connection.received(Self.hello).isEmpty)
    #expect(!connection.isOpen)
    #expect(connection.received("+OK\r\n").map(Self.text) == ["opened redis 7.0.15"])
    #expect(connection.isOpen)
  }

  @Test(arguments: [
    ("-WRONGPASS no\r\n", "failed handshakeRefused(\"WRONGPASS no\")"),
    ("+OK\r\n", "failed unknownServer"),
    ("HTTP/1.1 400\r\n", "failed malformed(RESP.RESPParseError.unknownType(72))"),
  ])
  func `a handshake that fails ends the connection`(reply: String, event: String) {
    let connection = ConnectionBox(RESPHandshake(clientName: "floe"))
    #expect(connection.received(reply).map(Self.text) == [event])
    #expect(!connection.send(RESPCommand("PING"), 1))
    #expect(connection.received("+OK\r\n").isEmpty)
  }

  @Test func `a server that repeats the password is not repeated`() {
    let connection = ConnectionBox(RESPHandshake(password: "hunter2", clientName: "floe"))
    let refusal =
      "-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `hunter2`\r\n"
    #expect(connection.received(refusal).map(Self.text) == ["failed handshakeRefused(\"ERR\")"])
  }

  @Test func `replies come in order, and pushes between them`() {
    let connection = opened()
    for ticket in 1...200 { #expect(connection.send(RESPCommand("GET", "a"), ticket)) }
    var seen: [String] = []
    for ticket in 1...200 {
      seen += connection.received("$1\r\n\(ticket % 10)\r\n").map(Self.text)
      if ticket == 100 { seen += connection.received(">1\r\n+invalidate\r\n").map(Self.text) }
    }
    var expected = (1...200).map { "\($0): \($0 % 10)" }
    expected.insert("push invalidate", at: 100)
    #expect(seen == expected)
    #expect(connection.pendingCount == 0)
  }

  @Test func `no more is under way than allowed`() {
    let connection = opened(pendingMax: 2)
    #expect(connection.send(RESPCommand("PING"), 1))
    #expect(connection.send(RESPCommand("PING"), 2))
    #expect(!connection.send(RESPCommand("PING"), 3))
    _ = connection.received("+PONG\r\n")
    #expect(connection.send(RESPCommand("PING"), 3))
    #expect(connection.closed() == [2, 3])
    #expect(!connection.isOpen)
  }

  @Test func `a subscription is answered by a push, or by an error in the order of replies`() {
    let connection = opened()
    #expect(connection.subscribe("a", 1))
    #expect(connection.send(RESPCommand("PING"), 2))
    #expect(connection.subscribe("b", 3))
    #expect(connection.unsubscribe("a", 4))
    let bytes =
      ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\nhi\r\n+PONG\r\n"
      + "-NOPERM no\r\n>3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n"
    #expect(
      connection.received(bytes).map(Self.text) == [
        "1 subscribed a", "message a hi", "2: PONG", "3: NOPERM no", "4 unsubscribed a",
      ])
    #expect(connection.pendingCount == 0)
  }

  @Test func `a reply that nobody asked for ends the connection`() {
    let connection = opened()
    #expect(connection.received("+OK\r\n+OK\r\n").map(Self.text) == ["failed unasked"])
  }

  @Test func `only the last reply of a pair is delivered`() {
    let connection = opened()
    #expect(
      connection.send(RESPCommand("GET", "a"), after: RESPCommand("ASKING"), 1))
    #expect(connection.received("+OK\r\n$1\r\nx\r\n").map(Self.text) == ["1: x"])
  }
}
