import Resilience
import Testing

@Suite struct OutlierEjectionTests {
  private static func fail(
    _ ejection: inout OutlierEjection, _ member: Int, times: Int = 5, at now: Duration
  ) {
    for _ in 0..<times { ejection.failed(member, at: now) }
  }

  @Test func `five failures in a row take a member out for half a minute`() {
    var ejection = OutlierEjection(count: 4, at: .zero)
    Self.fail(&ejection, 1, times: 4, at: .zero)
    #expect(!ejection.isGone(1, at: .zero))
    Self.fail(&ejection, 1, times: 1, at: .zero)
    #expect(ejection.isGone(1, at: .zero))
    #expect(ejection.returns(1, after: .zero) == .seconds(30))
    #expect(ejection.welcome(1, at: .seconds(29)) == 0)
    #expect(!ejection.isGone(1, at: .seconds(30)))
    #expect(ejection.returns(1, after: .seconds(30)) == nil)
    #expect(ejection.ejectedCount == 1)
  }

  @Test func `a success begins the row again`() {
    var ejection = OutlierEjection(count: 4, at: .zero)
    Self.fail(&ejection, 0, times: 4, at: .zero)
    ejection.succeeded(0, at: .zero)
    Self.fail(&ejection, 0, times: 4, at: .zero)
    #expect(!ejection.isGone(0, at: .zero))
  }

  @Test func `the time doubles up to five minutes and is forgiven after as long`() {
    var ejection = OutlierEjection(count: 4, at: .zero)
    var now = Duration.zero
    var times: [Duration] = []
    for _ in 0..<6 {
      Self.fail(&ejection, 0, at: now)
      let returns = ejection.returns(0, after: now)!
      times.append(returns - now)
      now = returns
    }
    #expect(times.map { $0.components.seconds } == [30, 60, 120, 240, 300, 300])
    Self.fail(&ejection, 0, at: now + .seconds(300))
    #expect(ejection.returns(0, after: now + .seconds(300)) == now + .seconds(330))
  }

  @Test func `never more than half the pool is out`() {
    for (count, most) in [(1, 0), (2, 1), (3, 1), (4, 2), (9, 4)] {
      var ejection = OutlierEjection(count: count, at: .zero)
      for member in 0..<count { Self.fail(&ejection, member, at: .zero) }
      #expect((0..<count).count { ejection.isGone($0, at: .zero) } == most)
    }
  }

  @Test func `a member is let back with little work that grows`() {
    var ejection = OutlierEjection(count: 4, at: .zero)
    #expect(ejection.welcome(0, at: .zero) == 1)
    Self.fail(&ejection, 0, at: .zero)
    #expect(ejection.welcome(0, at: .seconds(30)) == 0.1)
    #expect(ejection.welcome(0, at: .seconds(45)) == 0.5)
    #expect(ejection.welcome(0, at: .seconds(60)) == 1)
  }

  /// Outcomes of a minute: member 3 fails every second time, the others one time in twenty.
  private static func minute(count: Int) -> OutlierEjection {
    var ejection = OutlierEjection(count: count, at: .zero)
    for step in 0..<400 {
      let now = Duration.milliseconds(100 * step)
      for member in 0..<count {
        if step % (member == count - 1 ? 2 : 20) == 0 {
          ejection.failed(member, at: now)
        } else {
          ejection.succeeded(member, at: now)
        }
      }
    }
    return ejection
  }

  @Test func `a rate far under the pool's mean takes a member out`() {
    let ejection = Self.minute(count: 4)
    #expect(ejection.ejectedCount > 0)
    #expect(ejection.isGone(3, at: .seconds(35)))
    for member in 0..<3 { #expect(!ejection.isGone(member, at: .seconds(35))) }
  }

  @Test func `of two, neither is the outlier`() {
    #expect(Self.minute(count: 2).ejectedCount == 0)
  }

  private static func eject(_ ejection: inout OutlierEjection, _ member: Int) -> Bool {
    ejection.eject(member, at: .zero)
  }

  @Test func `a caller may take a member out, once`() {
    var ejection = OutlierEjection(count: 3, at: .zero)
    #expect(Self.eject(&ejection, 2))
    #expect(!Self.eject(&ejection, 2))
    #expect(!Self.eject(&ejection, 1))
  }
}
