import Glibc
import Locks
import TestSupport
import Testing

@testable import Console

/// The line that grows.
@Suite struct ProgressTests {
  @Test(
    arguments: [
      (0, 1000, 0.5, 60, "a  [------------------------]    0%  0 B  0 B/s"),
      (500, 1000, 2.0, 70, "a  [##########----------]   50%  500 B  0:02 left  250 B/s"),
      (1000, 1000, 2.0, 60, "a  [####################]  100%  1.0 KiB  500 B/s"),
      (500, 1000, 2.0, 30, "a   50%  500 B  0:02 left"),
      (500, 1000, 2.0, 12, "a   50%"),
      (0, 0, 0.0, 60, "a  [###]  100%  0 B"),
    ] as [(Int, Int, Double, Int, String)])
  func `a line has what fits, the most important first`(
    done: Int, total: Int, seconds: Double, columns: Int, expected: String
  ) {
    let bar = ProgressBar(label: "a", unit: .bytes)
    let line = bar.line(
      done: done, total: total, elapsed: .seconds(seconds), columns: columns)
    #expect(line.count < columns)
    // The bar takes what is left, so only its presence and its share are fixed.
    let parts = line.split(separator: " ").filter { !$0.hasPrefix("[") }
    #expect(parts == expected.split(separator: " ").filter { !$0.hasPrefix("[") })
    #expect(line.contains("[") == expected.contains("["))
  }

  @Test func `the bar is filled by the share that is done`() {
    let bar = ProgressBar(label: "a", unit: .steps)
    for done in stride(from: 0, through: 100, by: 10) {
      let line = bar.line(done: done, total: 100, elapsed: .zero, columns: 80)
      #expect(line.filter { $0 == "#" }.count == done * 40 / 100)
      #expect(line.filter { $0 == "#" || $0 == "-" }.count == 40)
    }
  }

  @Test func `without a total there is an amount and a speed`() {
    let bar = ProgressBar(label: "id", unit: .bytes)
    let line = bar.line(done: 3 << 20, total: nil, elapsed: .seconds(2), columns: 80)
    #expect(line == "id  3.0 MiB  1.5 MiB/s")
  }

  @Test(arguments: [1, 5, 20, 80, 300])
  func `a line never reaches the last column`(columns: Int) {
    let bar = ProgressBar(label: String(repeating: "long ", count: 20), unit: .bytes)
    for total in [nil, 0, 7, Int.max] {
      let line = bar.line(
        done: 1 << 40, total: total, elapsed: .seconds(100_000), columns: columns)
      #expect(line.count <= max(columns - 1, 1))
    }
  }

  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 KiB"), (1536, "1.5 KiB"), (10 << 20, "10.0 MiB"),
      (123 << 20, "123 MiB"), (5 << 40, "5.0 TiB"),
    ] as [(Int, String)])
  func `amounts have about three digits`(bytes: Int, text: String) {
    #expect(AmountText.bytes(Double(bytes)) == text)
  }

  @Test(
    arguments: [
      (0, "0:00"), (6.2, "0:07"), (59, "0:59"), (61, "1:01"), (3723, "1:02:03"), (1e12, "99:59:59"),
    ] as [(Double, String)])
  func `times are read like a clock`(seconds: Double, text: String) {
    #expect(AmountText.time(seconds: seconds) == text)
  }

  /// A meter whose clock stands where it was put, and what it has drawn.
  private func drawn(
    showsProgress: Bool = true, _ work: (ProgressMeter, (Duration) -> Void) -> Void
  ) -> String {
    let directory = TemporaryDirectory("meter")
    let descriptor = open(directory("drawn"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let terminal = Terminal(
      input: -1, output: -1, errors: descriptor, showsProgress: showsProgress, columns: 60)
    let clock = ManualElapsed()
    let meter = ProgressMeter(
      ProgressBar(label: "x", unit: .steps), total: 10, on: terminal, elapsed: { clock.now })
    work(meter) { clock.now = $0 }
    return String(decoding: ConsoleFixture.bytes(directory("drawn")) ?? [], as: UTF8.self)
  }

  @Test func `short work draws nothing`() {
    let text = drawn { meter, tell in
      tell(.milliseconds(249))
      meter.advance(to: 10)
      meter.finish()
    }
    #expect(text.isEmpty)
  }

  @Test func `a meter draws ten times a second at most and cleans up`() {
    let text = drawn { meter, tell in
      for millisecond in 0..<1000 {
        tell(.milliseconds(millisecond))
        meter.advance(to: millisecond / 100)
      }
      meter.finish()
      meter.finish()
      tell(.seconds(9))
      meter.advance(by: 1)
    }
    let lines = text.split(separator: "\r")
    #expect(lines.count == 9)
    #expect(text.hasSuffix("%" + ProgressMeter.clearing))
  }

  @Test func `nothing is drawn where nobody watches`() {
    let text = drawn(showsProgress: false) { meter, tell in
      tell(.seconds(5))
      meter.advance(to: 5)
      meter.finish()
    }
    #expect(text.isEmpty)
  }

  /// A clock that stands where it was put.
  private final class ManualElapsed: Sendable {
    private let value = Mutex(Duration.zero)
    var now: Duration {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }
}
