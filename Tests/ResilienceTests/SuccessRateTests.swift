import Resilience
import Testing

@Suite struct SuccessRateTests {
  @Test func `without an outcome there is no rate`() {
    let rate = SuccessRate(window: .seconds(60), at: .zero)
    #expect(rate.ratio(at: .seconds(10)) == nil)
    #expect(rate.volume(at: .seconds(10)) == 0)
  }

  @Test func `old outcomes count less and less, and then nothing`() {
    var rate = SuccessRate(window: .seconds(60), at: .zero)
    for _ in 0..<10 { rate.record(false, at: .seconds(30)) }
    #expect(rate.ratio(at: .seconds(59)) == 0)
    for _ in 0..<10 { rate.record(true, at: .seconds(90)) }
    // Half of the window before still counts.
    #expect(abs(rate.ratio(at: .seconds(90))! - 10.0 / 15) < 1e-9)
    #expect(rate.ratio(at: .seconds(120)) == 1)
    #expect(rate.ratio(at: .seconds(300)) == nil)
  }

  @Test func `after a long silence the rate begins again`() {
    var rate = SuccessRate(window: .seconds(60), at: .zero)
    rate.record(false, at: .zero)
    rate.record(true, at: .seconds(1000))
    #expect(rate.ratio(at: .seconds(1000)) == 1)
    #expect(rate.volume(at: .seconds(1000)) == 1)
  }
}
