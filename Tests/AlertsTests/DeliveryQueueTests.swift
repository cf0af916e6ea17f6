import Capabilities
import Resilience
import Testing

@testable import Alerts

@Suite struct DeliveryQueueTests {
  private static let busy = AlertFailure("busy", isTemporary: true, hasAnswered: true)
  private static let refused = AlertFailure("refused", isTemporary: false, hasAnswered: true)

  private func queue(_ adjust: (inout DeliveryQueue.Limits) -> Void = { _ in }) -> DeliveryQueue {
    var limits = DeliveryQueue.Limits()
    adjust(&limits)
    return DeliveryQueue(limits, at: .zero)
  }

  private func notice(_ key: String, _ phase: AlertEvent.Phase = .firing) -> AlertNotice {
    AlertNotice(
      id: "msg_\(key)_\(phase)", source: "edge",
      event: AlertEvent(
        key: key, phase: phase, severity: .warning, summary: "x", at: Timestamp(seconds: 0)))
  }

  private func isWaiting(_ step: DeliveryQueue.Step?) -> Bool {
    if case .wait = step { true } else { false }
  }

  @Test func `alerts go one after the other, in their order`() {
    var queue = queue()
    #expect(queue.next(at: .zero) == nil)
    queue.offer(notice("a"), at: .zero)
    queue.offer(notice("b"), at: .zero)
    #expect(queue.next(at: .zero) == .deliver(notice("a")))
    #expect(queue.next(at: .zero) == nil, "one is under way")
    #expect(queue.ended(nil, at: .zero) == .delivered)
    #expect(queue.next(at: .zero) == .deliver(notice("b")))
    #expect(queue.ended(nil, at: .zero) == .delivered)
    #expect(queue.next(at: .zero) == nil)
    #expect(queue.deliveredCount == 2)
  }

  @Test func `what was not taken is tried again after a pause, so often at most`() {
    var queue = queue {
      $0.attemptsMax = 3
      $0.breaker.failures = 100
    }
    queue.offer(notice("a"), at: .zero)
    var now = Duration.zero
    var endings: [DeliveryQueue.Ending] = []
    while let step = queue.next(at: now) {
      switch step {
      case .wait(let pause):
        #expect(pause <= .seconds(300))
        now += pause
      case .deliver: endings.append(queue.ended(Self.busy, at: now))
      }
    }
    #expect(endings == [.retrying, .retrying, .dropped])
    #expect(queue.droppedCount == 1 && queue.retriedCount == 2)
  }

  @Test func `a receiver that names a time is left alone for it`() {
    var queue = queue()
    queue.offer(notice("a"), at: .zero)
    _ = queue.next(at: .zero)
    let failure = AlertFailure("busy", isTemporary: true, retryAfter: .seconds(90))
    #expect(queue.ended(failure, at: .zero) == .retrying)
    #expect(isWaiting(queue.next(at: .seconds(89))))
    #expect(queue.next(at: .seconds(90)) == .deliver(notice("a")))
  }

  @Test func `what is refused for good is not tried again, and does not open the breaker`() {
    var queue = queue { $0.breaker.failures = 1 }
    queue.offer(notice("a"), at: .zero)
    queue.offer(notice("b"), at: .zero)
    _ = queue.next(at: .zero)
    #expect(queue.ended(Self.refused, at: .zero) == .dropped)
    #expect(queue.next(at: .zero) == .deliver(notice("b")))
  }

  @Test func `a receiver that keeps failing is left alone, and what waits is kept`() {
    var queue = queue {
      $0.breaker.failures = 2
      $0.breaker.recovery = .seconds(60)
      $0.backoff = Backoff(first: .zero, longest: .zero)
    }
    queue.offer(notice("a"), at: .zero)
    for _ in 0..<2 {
      #expect(queue.next(at: .zero) == .deliver(notice("a")))
      #expect(queue.ended(Self.busy, at: .zero) == .retrying)
    }
    #expect(queue.breaker.state(at: .zero) == .open)
    #expect(queue.next(at: .seconds(1)) == .wait(.seconds(59)))
    #expect(queue.next(at: .seconds(60)) == .deliver(notice("a")))
    #expect(queue.ended(nil, at: .seconds(60)) == .delivered)
  }

  @Test func `too many push the oldest out, but not the one that is under way`() {
    var queue = queue { $0.waitingMax = 2 }
    queue.offer(notice("a"), at: .zero)
    queue.offer(notice("b"), at: .zero)
    #expect(queue.next(at: .zero) == .deliver(notice("a")))
    queue.offer(notice("c"), at: .zero)
    #expect(queue.ended(nil, at: .zero) == .delivered)
    #expect(queue.next(at: .zero) == .deliver(notice("c")))
    #expect(queue.droppedCount == 1)
  }

  @Test func `what is over before it was told is not told`() {
    var queue = queue()
    queue.offer(notice("a"), at: .zero)
    queue.offer(notice("b"), at: .zero)
    queue.offer(notice("b", .resolved), at: .zero)
    #expect(queue.count == 1)
    _ = queue.next(at: .zero)
    // It is under way: its end has to follow.
    queue.offer(notice("a", .resolved), at: .zero)
    #expect(queue.ended(nil, at: .zero) == .delivered)
    #expect(queue.next(at: .zero) == .deliver(notice("a", .resolved)))
  }

  @Test func `further attempts have a budget`() {
    var queue = queue {
      $0.attemptsMax = 1000
      $0.breaker.failures = 100_000
      $0.backoff = Backoff(first: .zero, longest: .zero)
    }
    queue.offer(notice("a"), at: .zero)
    var attempts = 0
    while case .deliver = queue.next(at: .zero) {
      attempts += 1
      _ = queue.ended(Self.busy, at: .zero)
    }
    #expect(attempts == 11, "ten are saved up by a quiet time")
  }
}
