import Testing

@testable import Traces

@Suite struct RequestSamplerTests {
  private struct Seed: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      return (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    }
  }

  private static func sampler(
    _ ratio: Double, trustsParent: Bool = false, isRecording: Bool = true, seed: UInt64 = 1
  ) -> RequestSampler {
    var seed = Seed(state: seed)
    return RequestSampler(
      SamplingPolicy(ratio: ratio, trustsParent: trustsParent, isRecording: isRecording),
      random: TraceRandom(seededBy: &seed))
  }

  private static func parent(isSampled: Bool) throws -> TraceParent {
    TraceParent(
      traceID: try #require(TraceID(high: 1, low: 2)), spanID: try #require(SpanID(3)),
      isSampled: isSampled)
  }

  @Test func `nothing is in a trace when nothing is recorded`() throws {
    var sampler = Self.sampler(0)
    #expect(sampler.isIdle && RequestSampler.off.isIdle)
    #expect(!sampler.begin().isPresent)
    var deaf = Self.sampler(1, trustsParent: true, isRecording: false)
    #expect(deaf.isIdle && !deaf.begin().isPresent)
    #expect(try !deaf.begin(under: Self.parent(isSampled: true)).isSampled)
  }

  @Test func `a caller's trace is continued even so`() throws {
    var sampler = Self.sampler(0)
    let trace = sampler.begin(under: try Self.parent(isSampled: true))
    #expect(trace.isPresent && !trace.isSampled)
    #expect(trace.traceID == TraceID(high: 1, low: 2) && trace.parentID == SpanID(3))
    #expect(trace.spanID != SpanID(3))
  }

  @Test func `a strange caller's wish changes nothing`() throws {
    var sampler = Self.sampler(0.25)
    var counts = [0, 0]
    for index in 0..<4000 {
      let isWished = index % 2 == 0
      let trace = sampler.begin(under: try Self.parent(isSampled: isWished))
      if trace.isSampled { counts[isWished ? 0 : 1] += 1 }
    }
    // 2,000 each: within five standard deviations of a quarter.
    #expect(counts.allSatisfy { (400...600).contains($0) }, "\(counts)")
  }

  @Test(arguments: [true, false])
  func `a trusted caller's wish is followed`(isSampled: Bool) throws {
    var sampler = Self.sampler(isSampled ? 0 : 1, trustsParent: true)
    for _ in 0..<100 {
      #expect(sampler.begin(under: try Self.parent(isSampled: isSampled)).isSampled == isSampled)
    }
  }

  @Test func `the part that is recorded is that of the settings`() {
    var sampler = Self.sampler(0.1)
    let traces = (0..<10_000).map { _ in sampler.begin() }.filter(\.isPresent)
    #expect((850...1150).contains(traces.count))
    #expect(traces.allSatisfy { $0.isSampled && $0.parentID == nil })
    #expect(Set(traces.map(\.traceID)).count == traces.count)
    var all = Self.sampler(1)
    #expect((0..<100).allSatisfy { _ in all.begin().isSampled })
  }
}
