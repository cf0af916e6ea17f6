internal import Bytes
internal import Locks

/// A body while it arrives: written by one fill on its home loop, and read by any number of readers
/// on theirs, each at its own pace.
///
/// A reader waits only for bytes that have not arrived. Bytes that are kept are in a buffer, where
/// a slow reader finds them later; bytes that pass through are in a window, and when the slowest
/// reader has let it fill up, the writer is told to pause.
final class GrowingBody: Sendable {
  /// What a reader waits for.
  enum Need {
    case head
    /// Bytes after this offset, of those before a limit.
    case bytes(Int, upTo: Int)
  }

  /// How the body ended.
  enum Ending {
    /// All bytes have arrived: there are none from this offset on.
    case whole(Int)
    case failed(FillFailure)
  }

  /// A reader that waits.
  struct Waiter {
    let need: Need
    let continuation: CheckedContinuation<Void, Never>
  }

  /// One who reads the body.
  struct Reader {
    /// Everything before this offset has been taken.
    var position = 0
    var waiter: Waiter?
    var isDiverted = false
  }

  /// What the lock protects.
  struct State {
    var head: FillHead?
    var buffer: BodyBuffer?
    /// What is passed through; follows on the buffer when there is one.
    var window: BodyWindow?
    var windowCapacity = 0
    /// What the window takes of the budget.
    var share: BudgetShare?
    var isPaused = false
    /// Whether everyone has to wait for his last byte until the body has ended.
    var holdsLastByte = false
    var ending: Ending?
    var readers: [Int: Reader] = [:]
    var nextReader = 0
  }

  let state = Mutex(State())
  /// Asks the writer to go on after a pause; may be called anywhere.
  let resumeWriter: @Sendable () -> Void

  /// A body of which nothing has arrived.
  init(resumeWriter: @escaping @Sendable () -> Void) {
    self.resumeWriter = resumeWriter
  }
}

extension GrowingBody.State {
  /// The offset after the last byte that can be read.
  var end: Int { window?.end ?? buffer?.count ?? 0 }

  /// Where one has to stop for now who wants no more than the bytes before a limit.
  func readableEnd(upTo limit: Int) -> Int {
    let isHeldBack = if case .whole = ending { false } else { holdsLastByte }
    return min(end, limit) - (isHeldBack ? 1 : 0)
  }

  /// Whether a wait for this is over.
  func satisfies(_ need: GrowingBody.Need) -> Bool {
    if ending != nil { return true }
    switch need {
    case .head: return head != nil
    case .bytes(let offset, let limit): return readableEnd(upTo: limit) > offset
    }
  }

  /// Takes the waiters whose wait is over, to be resumed outside the lock.
  mutating func takeSatisfied() -> [CheckedContinuation<Void, Never>] {
    var satisfied: [CheckedContinuation<Void, Never>] = []
    for (id, reader) in readers {
      guard let waiter = reader.waiter, reader.isDiverted || satisfies(waiter.need) else {
        continue
      }
      readers[id]?.waiter = nil
      satisfied.append(waiter.continuation)
    }
    return satisfied
  }

  /// Lets go of what every reader has passed; true when the writer has to be told to go on.
  mutating func letGo() -> Bool {
    if ending != nil && readers.isEmpty {
      // Whoever still holds the body, a source that is slow to end, holds no bytes with it.
      (buffer, window, share) = (nil, nil, nil)
    }
    guard window != nil else { return false }
    let slowest = readers.values.map(\.position).min() ?? .max
    if let buffer, slowest >= buffer.count { self.buffer = nil }
    window?.trim(before: slowest)
    guard isPaused, window?.hasRoom(capacity: windowCapacity) == true else { return false }
    isPaused = false
    return true
  }
}
