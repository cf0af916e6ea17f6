import Resilience
import Testing

@Suite struct MovingDeviationTests {
  @Test func `the first values count as in a plain mean`() {
    var moving = MovingDeviation()
    for value in [2.0, 4, 4, 4, 5, 5, 7, 9] { moving.record(value, weight: 0.001) }
    #expect(abs(moving.mean - 5) < 1e-9)
    #expect(abs(moving.deviation - 2) < 1e-9)
  }

  @Test func `later ones move it by their weight`() {
    var moving = MovingDeviation()
    for _ in 0..<1000 { moving.record(10, weight: 0.1) }
    moving.record(20, weight: 0.1)
    #expect(abs(moving.mean - 11) < 1e-9)
    // 0.9 × (0 + 10 × 1)
    #expect(abs(moving.variance - 9) < 1e-9)
  }

  @Test func `a number that never changes has no deviation`() {
    var moving = MovingDeviation()
    for _ in 0..<10_000 { moving.record(0.1, weight: 0.02) }
    #expect(moving.deviation < 1e-9)
  }
}
