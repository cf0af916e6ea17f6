import Locks
import TestSupport
import Testing

@testable import HTTPServer

@Suite("The places of a server")
struct ConnectionPlacesTests {
  /// What became of tickets, in order.
  private final class Calls: Sendable {
    let all = Mutex<[String]>([])
    func note(_ ticket: ConnectionTicket, _ hasPlace: Bool) {
      all.withLock { $0.append("\(ticket.number) \(hasPlace ? "in" : "out")") }
    }
    var texts: [String] { all.withLock { $0 } }
  }

  private static func make(_ count: Int, queue: Int = 10) -> (ConnectionPlaces, Calls) {
    let places = ConnectionPlaces(countMax: count, queueMax: queue, queueTimeout: 2000)
    let calls = Calls()
    places.attach { calls.note($0, $1) }
    return (places, calls)
  }

  private static func ticket(_ number: UInt64, since: UInt64 = 0) -> ConnectionTicket {
    ConnectionTicket(shard: 0, number: number, since: since)
  }

  @Test func `go to the one that waits longest, before any that comes later`() {
    let (places, calls) = Self.make(2)
    #expect(places.take() && places.take() && !places.take())
    #expect(places.wait(Self.ticket(1)) && places.wait(Self.ticket(2)))
    #expect(calls.texts == [])
    places.give()
    #expect(calls.texts == ["1 in"])
    #expect(places.takenCount == 2 && places.waitingCount == 1)
    #expect(!places.take())
    places.give()
    places.give()
    #expect(calls.texts == ["1 in", "2 in"])
    #expect(places.takenCount == 1 && places.take())
  }

  @Test func `are had at once by one that found none and sees one come free`() {
    let (places, calls) = Self.make(1)
    #expect(places.take())
    places.give()
    #expect(places.wait(Self.ticket(1)))
    #expect(calls.texts == ["1 in"])
  }

  @Test func `are given up for when the time is over`() {
    let (places, calls) = Self.make(1)
    #expect(places.take())
    #expect(places.wait(Self.ticket(1, since: 0)) && places.wait(Self.ticket(2, since: 500)))
    places.expire(at: 1999)
    #expect(calls.texts == [])
    places.expire(at: 2000)
    #expect(calls.texts == ["1 out"])
    places.give()
    #expect(calls.texts == ["1 out", "2 in"])
    places.expire(at: 100_000)
    #expect(calls.texts.count == 2)
  }

  @Test func `are waited for by no more than may wait`() {
    let (places, _) = Self.make(1, queue: 1)
    #expect(places.take())
    #expect(places.wait(Self.ticket(1)))
    #expect(!places.wait(Self.ticket(2)))
    #expect(places.waitingCount == 1)
  }

  @Test func `are never too many and never lost, however many threads take them`() async {
    let (places, calls) = Self.make(3, queue: 10_000)
    let admitted = await withTaskGroup(of: Int.self) { group in
      for thread in 0..<4 as Range<UInt64> {
        group.addTask {
          await BlockingThread.run { () throws(Never) in
            var count = 0
            for turn in 0..<2000 as Range<UInt64> {
              if places.take() {
                count += 1
                if places.takenCount > 3 { return -1_000_000 }
                places.give()
              } else {
                _ = places.wait(Self.ticket(thread * 10_000 + turn))
                // Whoever is admitted here gives back later.
              }
            }
            return count
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(admitted >= 0)
    // Everybody who was let in from the queue leaves, which lets in everybody else.
    var left = 0
    while left < calls.texts.count {
      places.give()
      left += 1
    }
    #expect(places.takenCount == 0 && places.waitingCount == 0)
    #expect(admitted + left == 8000)
  }
}
