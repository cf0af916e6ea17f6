import Testing

@testable import HTTPClient

@Suite struct ExchangeClockTests {
  private static let limits = UpstreamTimeouts(
    connect: .seconds(1), firstByte: .seconds(2), stall: .seconds(3), deadline: .seconds(10))

  private func expect(
    _ clock: ExchangeClock, _ at: UInt64, _ expiry: ExchangeClock.Expiry,
    _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(clock.next?.at == at, sourceLocation: place)
    #expect(clock.next?.expiry == expiry, sourceLocation: place)
  }

  @Test func `each stage has its own limit`() {
    var clock = ExchangeClock(limits: Self.limits, now: 1000)
    expect(clock, 2000, .connecting)
    clock.connected(at: 1500)
    expect(clock, 4500, .stalled)
    clock.progressed(at: 1600)
    expect(clock, 4600, .stalled)
    clock.sent(at: 1700)
    expect(clock, 3700, .firstByte)
    clock.headReceived(at: 3000)
    expect(clock, 6000, .stalled)
    clock.progressed(at: 8500)
    expect(clock, 11_000, .deadline)
  }

  @Test func `a pause stops every limit and moves the deadline`() {
    var clock = ExchangeClock(limits: Self.limits, now: 0)
    clock.connected(at: 0)
    clock.sent(at: 0)
    clock.headReceived(at: 100)
    clock.paused(at: 200)
    clock.paused(at: 300)
    #expect(clock.next == nil)
    clock.resumed(at: 100_200)
    expect(clock, 103_200, .stalled)
    clock.progressed(at: 109_000)
    expect(clock, 110_000, .deadline)
  }

  @Test func `the limit of the head covers connecting and waiting`() {
    let limits = UpstreamTimeouts(
      connect: .seconds(8), firstByte: nil, head: .seconds(10), stall: .seconds(20))
    var clock = ExchangeClock(limits: limits, now: 0)
    expect(clock, 8000, .connecting)
    clock.connected(at: 7000)
    clock.sent(at: 7000)
    expect(clock, 10_000, .firstByte)
    clock.headReceived(at: 9000)
    expect(clock, 29_000, .stalled)
  }

  @Test func `without limits there is nothing to wait for`() {
    let none = UpstreamTimeouts(connect: nil, firstByte: nil, stall: nil, deadline: nil)
    var clock = ExchangeClock(limits: none, now: 0)
    #expect(clock.next == nil)
    clock.connected(at: 5)
    clock.headReceived(at: 6)
    #expect(clock.next == nil)
  }

  @Test func `a request that is sent again starts its stage again`() {
    var clock = ExchangeClock(limits: Self.limits, now: 0)
    clock.connected(at: 100)
    clock.sent(at: 100)
    clock.connected(at: 900)
    clock.sent(at: 900)
    expect(clock, 2900, .firstByte)
  }

  @Test func `an answer before the request's end stays an answer`() {
    var clock = ExchangeClock(limits: Self.limits, now: 0)
    clock.connected(at: 100)
    clock.headReceived(at: 200)
    clock.sent(at: 300)
    expect(clock, 3200, .stalled)
  }

  @Test(arguments: [
    (Duration.zero, UInt64(1)), (.microseconds(1), 1), (.microseconds(1500), 2),
    (.seconds(3), 3000),
  ])
  func `a limit is rounded up to whole milliseconds`(duration: Duration, milliseconds: UInt64) {
    #expect(duration.wholeMilliseconds == milliseconds)
  }
}
