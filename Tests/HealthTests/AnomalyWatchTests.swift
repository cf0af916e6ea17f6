import Testing

@testable import Health

@Suite struct AnomalyWatchTests {
  /// A watch that has seen a number that wavers by a tenth around `usual` for so long.
  private func learned(_ usual: Double, margin: Double, seconds: Int = 100) -> AnomalyWatch {
    var watch = AnomalyWatch(AnomalyWatch.Limits(margin: margin))
    for second in 0..<seconds {
      #expect(watch.observed(usual * (second % 2 == 0 ? 0.9 : 1.1)) == nil)
    }
    return watch
  }

  @Test func `nothing is strange before it is known what is usual`() {
    var watch = AnomalyWatch(AnomalyWatch.Limits(margin: 0.1))
    for _ in 0..<59 { #expect(watch.observed(0.001) == nil) }
    #expect(watch.threshold == nil)
    #expect(watch.observed(1000) == nil)
    #expect(!watch.isAnomalous)
  }

  @Test func `five strange seconds in a row are an anomaly, ten ordinary ones end it`() {
    var watch = learned(0.01, margin: 0.05)
    for _ in 0..<4 { #expect(watch.observed(0.5) == nil) }
    guard case .began(let value, let usual) = watch.observed(0.5) else {
      Issue.record("it did not begin")
      return
    }
    #expect(value == 0.5)
    #expect(usual < 0.1)
    #expect(watch.isAnomalous)
    for _ in 0..<9 { #expect(watch.observed(0.01) == nil) }
    #expect(watch.observed(0.01) == .ended)
    #expect(!watch.isAnomalous)
  }

  @Test func `an outage is one as soon as it is known what is usual`() {
    var watch = AnomalyWatch(AnomalyWatch.Limits(margin: 0.05))
    for _ in 0..<60 { #expect(watch.observed(0) == nil) }
    for _ in 0..<4 { #expect(watch.observed(1) == nil) }
    #expect(watch.observed(1) != nil, "four seconds of it are not what is usual")
    #expect(watch.isAnomalous)
  }

  @Test func `four strange seconds and an ordinary one are none`() {
    var watch = learned(0.01, margin: 0.05)
    for _ in 0..<20 {
      for _ in 0..<4 { #expect(watch.observed(0.5) == nil) }
      #expect(watch.observed(0.01) == nil)
    }
    #expect(!watch.isAnomalous)
  }

  @Test func `what is above the deviation but below the margin is no matter`() {
    var watch = learned(0.000_1, margin: 0.05)
    // A hundred times the usual, and still nothing that anybody would notice.
    for _ in 0..<100 { #expect(watch.observed(0.01) == nil) }
  }

  @Test func `a number that always wavers has to waver more`() {
    var watch = AnomalyWatch(AnomalyWatch.Limits(margin: 0.05))
    for second in 0..<200 { _ = watch.observed(second % 2 == 0 ? 0 : 1) }
    // Half a deviation above the mean, as ever.
    for second in 0..<100 { #expect(watch.observed(second % 2 == 0 ? 0 : 1) == nil) }
    let threshold = watch.threshold ?? 0
    #expect(threshold > 2 && threshold < 3, "the mean is 0.5, the deviation too")
  }

  @Test func `what stays strange becomes usual`() {
    var watch = learned(1, margin: 0.5)
    var ended = false
    for _ in 0..<20_000 where !ended { ended = watch.observed(5) == .ended }
    #expect(ended)
  }

  @Test func `quiet seconds end an anomaly, too`() {
    var watch = learned(0.01, margin: 0.05)
    for _ in 0..<5 { _ = watch.observed(0.5) }
    #expect(watch.isAnomalous)
    for _ in 0..<9 { #expect(watch.observedNothing() == nil) }
    #expect(watch.observedNothing() == .ended)
    #expect(watch.observedNothing() == nil)
  }
}
