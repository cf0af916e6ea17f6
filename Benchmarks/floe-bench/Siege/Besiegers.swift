import Glibc

/// All burdens at once, in a process of their own that other processes come before.
struct Besiegers {
  /// What was done to the server.
  struct Tally {
    var connections = 0
    var refusals = 0
  }

  private struct Client {
    let kind: Besieger
    let host: UInt32
    var socket: LoopbackSocket?
    var due: Int
    var round: Int
  }

  private let port: UInt16
  private let large: [UInt8]
  private var clients: [Client] = []
  private(set) var tally = Tally()

  /// - Parameter large: a request whose answer takes long to read.
  init(port: UInt16, large: [UInt8]) {
    self.port = port
    self.large = large
    for (number, kind) in Besieger.allCases.enumerated() {
      for index in 0..<kind.count {
        clients.append(
          Client(
            kind: kind,
            host: UInt32(number + 1) << 16 | UInt32(index / kind.perAddress + 1), socket: nil,
            due: index * kind.pauseMilliseconds / kind.count, round: index))
      }
    }
  }

  /// Goes on until the process is told to end, or for this long.
  mutating func run(seconds: Int) {
    let start = ContinuousClock.now
    while true {
      let now = Int((ContinuousClock.now - start) / .milliseconds(1))
      guard now < seconds * 1000 else { return }
      for index in clients.indices where clients[index].due <= now { act(index, now) }
      usleep(1000)
    }
  }

  private mutating func act(_ index: Int, _ now: Int) {
    let kind = clients[index].kind
    clients[index].due = now + kind.pauseMilliseconds
    clients[index].round += 1
    guard let socket = clients[index].socket else {
      clients[index].socket = LoopbackSocket(
        from: clients[index].host, to: port, receiveBuffer: kind == .slowRead ? 2048 : nil)
      guard let socket = clients[index].socket else {
        tally.refusals += 1
        return
      }
      tally.connections += 1
      // What the kernel does not take at once, because it connects still, comes with the next turn.
      if socket.send(kind.greeting(clients[index].round, large: large)[...]) == nil {
        end(index)
      }
      return
    }
    guard socket.receive(kind == .slowRead ? 32 : 65536) != nil,
      socket.send(kind.refrain(clients[index].round)[...]) != nil
    else { return end(index) }
    if kind == .malformed { end(index) }
  }

  private mutating func end(_ index: Int) {
    clients[index].socket?.close()
    clients[index].socket = nil
  }
}
