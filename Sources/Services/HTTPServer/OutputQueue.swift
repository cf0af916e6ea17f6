internal import Routing

/// Output that did not fit into the socket at once: owned runs, sent in order.
final class OutputQueue {
  /// A run with what keeps it alive.
  struct Run {
    var piece: BodyPiece
    var sent: Int
  }

  private(set) var runs: [Run] = []
  private var first = 0

  var isEmpty: Bool { first == runs.count }

  /// When output began to wait, on the monotonic clock in nanoseconds; 0 while none does.
  private var waitingSince: UInt64 = 0
  private var takenCount = 0

  /// Bytes that wait.
  private(set) var byteCount = 0

  /// Adds a run at the end.
  func append(_ piece: BodyPiece, sent: Int = 0) {
    guard sent < piece.count else { return }
    runs.append(Run(piece: piece, sent: sent))
    byteCount += piece.count - sent
  }

  /// The runs that wait, from the front.
  var waiting: ArraySlice<Run> { runs[first...] }

  /// Whether the client has taken too little since output began to wait; to be asked now and then
  /// while it waits, with the monotonic clock in nanoseconds.
  func isTooSlow(at nanoseconds: UInt64, for rate: MinimumRate) -> Bool {
    guard !isEmpty else { return false }
    if waitingSince == 0 { waitingSince = nanoseconds }
    return rate.isMissed(by: takenCount, after: nanoseconds &- waitingSince)
  }

  /// Drops `count` bytes from the front.
  func consume(_ count: Int) {
    byteCount -= count
    takenCount += count
    var rest = count
    while rest > 0 {
      let left = runs[first].piece.count - runs[first].sent
      if rest < left {
        runs[first].sent += rest
        return
      }
      rest -= left
      first += 1
    }
    if first == runs.count {
      runs.removeAll(keepingCapacity: false)
      first = 0
      // What comes later waits anew: the pause may be the source's fault.
      waitingSince = 0
      takenCount = 0
    } else if first >= 32 {
      runs.removeFirst(first)
      first = 0
    }
  }
}
