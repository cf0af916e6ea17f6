internal import Alerts
internal import Capabilities
internal import Credentials
internal import EventLoops
internal import Locks
internal import Telemetry

/// Takes alerts from anywhere, decides by the book which of them are told, and hands those to the
/// courier of every sink. Without sinks they are only logged.
final class AlertDispatcher: AlertOutlet {
  private let couriers: [SinkCourier]
  private let source: String
  private let book: Mutex<AlertBook>

  init(_ couriers: [SinkCourier], source: String, limits: AlertBook.Limits) {
    self.couriers = couriers
    self.source = source
    book = Mutex(AlertBook(limits))
  }

  private static var now: Duration { .nanoseconds(Int64(EventLoop.nowNanoseconds)) }

  func raise(_ event: AlertEvent) {
    let telling = book.withLock { $0.noted(event, at: Self.now) }
    if let telling { tell(telling) }
  }

  /// Tells what was held back for its quiet time and still goes on; to be called now and then.
  func tick() {
    for telling in book.withLock({ $0.due(at: Self.now) }) { tell(telling) }
  }

  /// Alerts that were not told, because nothing was new about them.
  var suppressedCount: Int { book.withLock { $0.suppressedCount } }

  /// The matters that go on.
  var openKeys: [String] { book.withLock { $0.openKeys } }

  /// An id that no other alert has.
  static func freshID() -> String { "msg_\(SecureRandom.base62(24))" }

  private func tell(_ telling: AlertBook.Telling) {
    let notice = AlertNotice(
      id: Self.freshID(), source: source, event: telling.event,
      repeatCount: telling.repeatCount)
    for courier in couriers { courier.offer(notice) }
  }
}
