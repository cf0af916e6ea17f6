/// The connections that wait for a place, all loops together, in the order in which they came.
///
/// All wait for the same time at most, so the first of them is the first whose time is over.
struct WaitingConnections {
  private let countMax: Int
  /// Milliseconds that a connection waits at most.
  private let timeout: UInt64
  private var tickets: [ConnectionTicket] = []
  /// Where the first that still waits is; what stands before it has left.
  private var first = 0

  init(countMax: Int, timeout: UInt64) {
    self.countMax = countMax
    self.timeout = timeout
  }

  var count: Int { tickets.count - first }

  /// Lets a connection wait behind the others; false when there are as many as may be.
  mutating func append(_ ticket: ConnectionTicket) -> Bool {
    guard count < countMax else { return false }
    tickets.append(ticket)
    return true
  }

  /// Takes out the one that waits longest.
  mutating func next() -> ConnectionTicket? {
    guard first < tickets.count else { return nil }
    let ticket = tickets[first]
    first += 1
    // The part that has left never grows beyond the part that waits.
    if first * 2 >= tickets.count {
      tickets.removeFirst(first)
      first = 0
    }
    return ticket
  }

  /// Takes out the one that waits longest, if its time is over.
  ///
  /// - Parameter now: milliseconds of the monotonic clock.
  mutating func expired(at now: UInt64) -> ConnectionTicket? {
    guard first < tickets.count, now >= tickets[first].since &+ timeout else { return nil }
    return next()
  }
}
