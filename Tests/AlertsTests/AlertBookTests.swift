import Capabilities
import Testing

@testable import Alerts

@Suite struct AlertBookTests {
  private var book = AlertBook()

  private func event(
    _ phase: AlertEvent.Phase = .firing, _ severity: AlertSeverity = .warning,
    key: String = "component/database"
  ) -> AlertEvent {
    AlertEvent(
      key: key, phase: phase, severity: severity, summary: "It is away.",
      at: Timestamp(seconds: 1_800_000_000))
  }

  @Test mutating func `a matter is told when it begins and when it is over, and not in between`() {
    #expect(book.noted(event(), at: .zero)?.event == event())
    #expect(book.noted(event(), at: .seconds(1)) == nil)
    #expect(book.noted(event(), at: .seconds(4000)) == nil)
    #expect(book.openKeys == ["component/database"])
    #expect(book.noted(event(.resolved), at: .seconds(4001))?.event.phase == .resolved)
    #expect(book.noted(event(.resolved), at: .seconds(4002)) == nil)
    #expect(book.openKeys == [])
    #expect(book.suppressedCount == 3)
  }

  @Test mutating func `what comes and goes is told once in a quiet time`() {
    #expect(book.noted(event(), at: .zero) != nil)
    #expect(book.noted(event(.resolved), at: .seconds(1)) != nil)
    for second in 2..<100 {
      let phase: AlertEvent.Phase = second % 2 == 0 ? .firing : .resolved
      #expect(book.noted(event(phase), at: .seconds(second)) == nil)
    }
    #expect(book.due(at: .seconds(299)) == [])
    // It was over when it was last heard of: there is nothing to tell.
    #expect(book.due(at: .seconds(301)) == [])
  }

  @Test mutating func `what was held back and still goes on is told when the quiet time is over`() {
    _ = book.noted(event(), at: .zero)
    _ = book.noted(event(.resolved), at: .seconds(1))
    #expect(book.noted(event(), at: .seconds(2)) == nil)
    #expect(book.due(at: .seconds(299)) == [])
    let due = book.due(at: .seconds(300))
    #expect(due.map(\.event.key) == ["component/database"])
    #expect(due.map(\.repeatCount) == [1])
    #expect(book.due(at: .seconds(301)) == [])
    #expect(book.noted(event(.resolved), at: .seconds(302)) != nil)
  }

  @Test mutating func `what becomes worse is told at once`() {
    _ = book.noted(event(.firing, .warning), at: .zero)
    #expect(book.noted(event(.firing, .critical), at: .seconds(1))?.event.severity == .critical)
    #expect(book.noted(event(.firing, .warning), at: .seconds(2)) == nil)
  }

  @Test mutating func `what matters too little is not told, nor that it is over`() {
    #expect(book.noted(event(.firing, .info), at: .zero) == nil)
    #expect(book.noted(event(.resolved, .info), at: .seconds(1)) == nil)
    #expect(book.openKeys == [])
  }

  @Test mutating func `what has no end is told once in a quiet time, with how often it was`() {
    let notice = event(.notice)
    #expect(book.noted(notice, at: .zero) != nil)
    #expect(book.noted(notice, at: .seconds(10)) == nil)
    #expect(book.noted(notice, at: .seconds(20)) == nil)
    #expect(book.noted(notice, at: .seconds(300))?.repeatCount == 2)
    #expect(book.openKeys == [])
  }

  @Test mutating func `matters are bounded, and those that go on are not forgotten`() {
    var limits = AlertBook.Limits()
    limits.keysMax = 3
    book = AlertBook(limits)
    for number in 0..<3 { #expect(book.noted(event(key: "\(number)"), at: .zero) != nil) }
    #expect(book.noted(event(key: "3"), at: .seconds(1)) == nil)
    #expect(book.noted(event(.resolved, key: "1"), at: .seconds(2)) != nil)
    #expect(book.noted(event(key: "3"), at: .seconds(3)) != nil)
    #expect(book.openKeys == ["0", "2", "3"])
  }
}
