/// Which time limit of an exchange runs out next, and what that means.
///
/// Times are milliseconds of the loop's clock, given as parameters. A pause by the handler
/// stops every limit: what is timed is the upstream, not the reader behind us.
struct ExchangeClock {
  enum Expiry: Hashable {
    /// The connection is not ready; the driver knows how far it came.
    case connecting
    case firstByte
    case stalled
    case deadline
  }

  private enum Stage { case connecting, sending, awaitingHead, receiving }

  private let limits: UpstreamTimeouts
  private let startedAt: UInt64
  private var stage = Stage.connecting
  private var lastEventAt: UInt64
  private var pausedAt: UInt64?
  private var pausedTotal: UInt64 = 0

  init(limits: UpstreamTimeouts, now: UInt64) {
    self.limits = limits
    startedAt = now
    lastEventAt = now
  }

  /// The connection is ready and the request is about to go out, perhaps once more.
  mutating func connected(at now: UInt64) {
    guard stage != .receiving else { return }
    stage = .sending
    lastEventAt = now
  }

  /// The request is out as a whole.
  mutating func sent(at now: UInt64) {
    guard stage == .sending else { return }
    stage = .awaitingHead
    lastEventAt = now
  }

  /// The response's head is whole.
  mutating func headReceived(at now: UInt64) {
    stage = .receiving
    lastEventAt = now
  }

  /// Content has moved, either way.
  mutating func progressed(at now: UInt64) {
    guard stage != .awaitingHead else { return }
    lastEventAt = now
  }

  /// The handler wants nothing for a while.
  mutating func paused(at now: UInt64) {
    if pausedAt == nil { pausedAt = now }
  }

  /// The handler wants more.
  mutating func resumed(at now: UInt64) {
    guard let since = pausedAt else { return }
    pausedAt = nil
    pausedTotal += now - since
    lastEventAt = now
  }

  /// The next limit to run out and when; nil while there is none.
  var next: (at: UInt64, expiry: Expiry)? {
    guard pausedAt == nil else { return nil }
    let (limit, expiry): (Duration?, Expiry) =
      switch stage {
      case .connecting: (limits.connect, .connecting)
      case .sending, .receiving: (limits.stall, .stalled)
      case .awaitingHead: (limits.firstByte, .firstByte)
      }
    var next = limit.map { (at: lastEventAt + $0.wholeMilliseconds, expiry: expiry) }
    if let head = limits.head, stage != .receiving {
      let isConnecting = stage == .connecting
      next = Self.earlier(
        next, startedAt + head.wholeMilliseconds, isConnecting ? .connecting : .firstByte)
    }
    if let deadline = limits.deadline {
      next = Self.earlier(next, startedAt + pausedTotal + deadline.wholeMilliseconds, .deadline)
    }
    return next
  }

  private static func earlier(
    _ first: (at: UInt64, expiry: Expiry)?, _ at: UInt64, _ expiry: Expiry
  ) -> (at: UInt64, expiry: Expiry) {
    if let first, first.at < at { first } else { (at, expiry) }
  }
}
