/// One connection as its client sees it, without the socket: bytes to send, and events of bytes
/// received.
///
/// Commands are sent without waiting for replies, and replies come in the order of the commands.
/// What the server pushes comes between them. A subscription is answered by a push instead of a
/// reply, or by an error in the order of replies.
package struct RESPConnection<Ticket> {
  private enum Pending {
    case hello
    case setup
    case reply(Ticket)
    case subscription(Ticket)
  }

  private enum Phase {
    case greeting(remaining: Int, RESPServer?)
    case open
    case closed
  }

  /// Commands without a reply that may be under way at once.
  package let pendingMax: Int
  private let handshake: RESPHandshake
  private var parser: RESPParser
  private var phase: Phase
  private var pending: [Pending?] = []
  private var pendingHead = 0
  private var output: [UInt8] = []

  /// A connection that is just made; `takeOutput()` has the handshake.
  package init(
    _ handshake: RESPHandshake, limits: RESPLimits = RESPLimits(), pendingMax: Int = 1024
  ) {
    precondition(pendingMax > 0)
    self.pendingMax = pendingMax
    self.handshake = handshake
    parser = RESPParser(limits: limits)
    let commands = handshake.commands
    phase = .greeting(remaining: commands.count, nil)
    for (index, command) in commands.enumerated() {
      command.write(to: &output)
      pending.append(index == 0 ? .hello : .setup)
    }
  }

  /// Whether commands are answered.
  package var isOpen: Bool { if case .open = phase { true } else { false } }

  /// Commands whose replies have not come.
  package var pendingCount: Int { pending.count - pendingHead }

  /// Whether there are bytes to send.
  package var hasOutput: Bool { !output.isEmpty }

  /// Takes the bytes to send.
  package mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  /// Sends a command; false when the connection is not open or too much is under way.
  package mutating func send(_ command: RESPCommand, ticket: Ticket) -> Bool {
    guard isOpen, pendingCount < pendingMax else { return false }
    command.write(to: &output)
    pending.append(.reply(ticket))
    return true
  }

  /// Sends several commands as one, of which all replies but the last are dropped: ASKING before the
  /// command that asks.
  package mutating func send(
    _ command: RESPCommand, after first: RESPCommand, ticket: Ticket
  ) -> Bool {
    guard isOpen, pendingCount + 1 < pendingMax else { return false }
    first.write(to: &output)
    pending.append(.setup)
    return send(command, ticket: ticket)
  }

  /// Begins a subscription to one channel.
  package mutating func subscribe(_ channel: [UInt8], ticket: Ticket) -> Bool {
    sendSubscription("SUBSCRIBE", channel, ticket)
  }

  /// Ends a subscription to one channel.
  package mutating func unsubscribe(_ channel: [UInt8], ticket: Ticket) -> Bool {
    sendSubscription("UNSUBSCRIBE", channel, ticket)
  }

  private mutating func sendSubscription(
    _ name: String, _ channel: [UInt8], _ ticket: Ticket
  ) -> Bool {
    guard isOpen, pendingCount < pendingMax else { return false }
    RESPCommand(name).with(channel).write(to: &output)
    pending.append(.subscription(ticket))
    return true
  }

  /// Takes in what has arrived, and says what it means.
  package mutating func received(_ bytes: some Sequence<UInt8>) -> [RESPEvent<Ticket>] {
    var events: [RESPEvent<Ticket>] = []
    parser.feed(bytes)
    while true {
      if case .closed = phase { return events }
      do throws(RESPParseError) {
        guard let value = try parser.next() else { return events }
        accept(value, &events)
      } catch {
        fail(.malformed(error), &events)
      }
    }
  }

  /// The connection is gone: the tickets that no reply will come for, in their order.
  package mutating func closed() -> [Ticket] {
    phase = .closed
    output = []
    defer {
      pending = []
      pendingHead = 0
    }
    return pending[pendingHead...].compactMap { entry in
      switch entry {
      case .reply(let ticket), .subscription(let ticket): ticket
      case .hello, .setup, nil: nil
      }
    }
  }

  // MARK: Values

  private mutating func accept(_ value: RESPValue, _ events: inout [RESPEvent<Ticket>]) {
    if case .push(let elements) = value { return acceptPush(elements, &events) }
    guard let first = takePending() else { return fail(.unasked, &events) }
    switch first {
    case .reply(let ticket): events.append(.reply(ticket, value))
    case .subscription(let ticket):
      // Only an error answers a subscription in the order of replies.
      guard value.errorText != nil else { return fail(.unasked, &events) }
      events.append(.reply(ticket, value))
    case .hello:
      if let text = value.errorText { return refuse(text, &events) }
      guard let server = RESPServer(value) else { return fail(.unknownServer, &events) }
      greet(server, &events)
    case .setup:
      guard case .greeting = phase else { return }
      if let text = value.errorText { return refuse(text, &events) }
      greet(nil, &events)
    }
  }

  private mutating func refuse(_ text: String, _ events: inout [RESPEvent<Ticket>]) {
    fail(.handshakeRefused(handshake.redacted(text)), &events)
  }

  private mutating func greet(_ server: RESPServer?, _ events: inout [RESPEvent<Ticket>]) {
    guard case .greeting(let remaining, let known) = phase else { return }
    guard remaining == 1, let server = server ?? known else {
      phase = .greeting(remaining: remaining - 1, server ?? known)
      return
    }
    phase = .open
    events.append(.opened(server))
  }

  private mutating func acceptPush(
    _ elements: [RESPValue], _ events: inout [RESPEvent<Ticket>]
  ) {
    guard let kind = elements.first?.text, elements.count >= 3 else {
      events.append(.push(elements))
      return
    }
    switch kind {
    case "message":
      guard let channel = elements[1].bytes, let message = elements[2].bytes else { break }
      events.append(.message(channel: channel, message))
      return
    case "subscribe", "unsubscribe":
      guard case .subscription(let ticket) = pending[pendingHead...].first ?? nil else { break }
      _ = takePending()
      let channel = elements[1].bytes ?? []
      events.append(
        kind == "subscribe"
          ? .subscribed(ticket, channel: channel) : .unsubscribed(ticket, channel: channel))
      return
    default: break
    }
    events.append(.push(elements))
  }

  private mutating func takePending() -> Pending? {
    guard pendingHead < pending.count else { return nil }
    defer {
      pending[pendingHead] = nil
      pendingHead += 1
      // Moving the rest now and then costs each command less than once.
      if pendingHead >= 64, pendingHead * 2 >= pending.count {
        pending.removeFirst(pendingHead)
        pendingHead = 0
      }
    }
    return pending[pendingHead]
  }

  private mutating func fail(
    _ failure: RESPConnectionFailure, _ events: inout [RESPEvent<Ticket>]
  ) {
    phase = .closed
    events.append(.failed(failure))
  }
}
