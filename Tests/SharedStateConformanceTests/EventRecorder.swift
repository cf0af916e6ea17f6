import Locks
import SharedState

/// What a subscriber was told, in order.
final class EventRecorder: Sendable {
  private let seen = Mutex<[ChannelEvent]>([])

  var events: [ChannelEvent] { seen.withLock { $0 } }

  var receive: @Sendable (ChannelEvent) -> Void {
    { [self] event in seen.withLock { $0.append(event) } }
  }
}
