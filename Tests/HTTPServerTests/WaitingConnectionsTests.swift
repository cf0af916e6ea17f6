import Testing

@testable import HTTPServer

@Suite("Connections that wait")
struct WaitingConnectionsTests {
  private static func ticket(_ number: UInt64, since: UInt64) -> ConnectionTicket {
    ConnectionTicket(shard: 0, number: number, since: since)
  }

  @Test func `leave in the order in which they came`() {
    var waiting = WaitingConnections(countMax: 100, timeout: 2000)
    var next: UInt64 = 0
    for number in 0..<50 as Range<UInt64> {
      let isIn = waiting.append(Self.ticket(number, since: number))
      #expect(isIn)
      if number % 3 == 0 {
        #expect(waiting.next()?.number == next)
        next += 1
      }
    }
    while let ticket = waiting.next() {
      #expect(ticket.number == next)
      next += 1
    }
    #expect(next == 50 && waiting.count == 0)
  }

  @Test func `are no more than may be`() {
    var waiting = WaitingConnections(countMax: 2, timeout: 2000)
    let first = (1...3).map { waiting.append(Self.ticket($0, since: 0)) }
    #expect(first == [true, true, false])
    #expect(waiting.next()?.number == 1)
    let later = waiting.append(Self.ticket(4, since: 0))
    #expect(later && waiting.count == 2)
    var none = WaitingConnections(countMax: 0, timeout: 2000)
    let isIn = none.append(Self.ticket(1, since: 0))
    #expect(!isIn)
  }

  @Test func `give up when their time is over, and not before`() {
    var waiting = WaitingConnections(countMax: 10, timeout: 2000)
    for number in 1...3 as ClosedRange<UInt64> {
      _ = waiting.append(Self.ticket(number, since: number * 1000))
    }
    #expect(waiting.expired(at: 2999) == nil)
    #expect(waiting.expired(at: 3000)?.number == 1)
    #expect(waiting.expired(at: 3999) == nil)
    #expect(waiting.expired(at: 9000)?.number == 2)
    #expect(waiting.expired(at: 9000)?.number == 3)
    #expect(waiting.expired(at: 9000) == nil && waiting.count == 0)
  }
}
