internal import Health
internal import Locks

/// What requests have come to, for what is wired before their metrics are declared.
final class DeferredTraffic: Sendable {
  private let meter = Mutex<TrafficMeter?>(nil)

  /// Supplies the meter, once everything is declared.
  func fill(_ meter: TrafficMeter) { self.meter.withLock { $0 = meter } }

  /// The counts of this moment; nil before there is a meter.
  func counts(shedCount: Int) -> TrafficCounts? {
    meter.withLock { $0 }?.counts(shedCount: shedCount)
  }
}
