import Telemetry
import Testing

@Suite struct LinePacingTests {
  @Test func `one line in a while passes and says how many did not`() {
    var pacing = LinePacing(everyNanoseconds: 1000)
    let results = [5, 6, 1004, 1005, 1006, 9000, 9999, 10_000].map { pacing.next(at: $0) }
    #expect(results == [0, nil, nil, 2, nil, 1, nil, 1])
  }
}
