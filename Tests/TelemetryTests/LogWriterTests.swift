import Glibc
import Testing

@testable import Telemetry

struct LogWriterTests {
  static func line(_ number: Int) -> [UInt8] { Array("line \(number)\n".utf8) }

  @Test func `lines arrive in order and all before stop returns`() {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    for number in 0..<100 { #expect(writer.submit(Self.line(number))) }
    #expect(writer.flush(within: .seconds(2)))
    let isWhole = pipe.drain() == (0..<100).map { "line \($0)\n" }.joined()
    #expect(isWhole)
    writer.submit(Self.line(100))
    #expect(writer.stop(within: .seconds(2)))
    #expect(pipe.drain() == "line 100\n")
    #expect(!writer.submit(Self.line(101)))
    #expect(writer.droppedCount == 1)
    #expect(writer.stop(within: .zero))
  }

  @Test func `a full queue drops and counts, and nobody waits`() {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input, queueLimit: 10_000)
    let line = [UInt8](repeating: 0x61, count: 999) + [0x0A]
    var kept = 0
    for _ in 0..<200 where writer.submit(line) { kept += 1 }
    #expect(kept < 200)
    #expect(writer.droppedCount == UInt64(200 - kept))
    #expect(!writer.flush(within: .milliseconds(5)))
    let text = pipe.drain { $0.utf8.count == kept * 1000 }
    #expect(text.utf8.count == kept * 1000)
    #expect(writer.stop(within: .seconds(2)))
    #expect(writer.bytesWritten == UInt64(kept * 1000))
  }

  @Test func `a descriptor that does not block is waited for`() {
    let pipe = TestPipe()
    _ = fcntl(pipe.input, F_SETFL, O_NONBLOCK)
    let writer = LogWriter(descriptor: pipe.input)
    for number in 0..<2000 { writer.submit(Self.line(number)) }
    let text = pipe.drain { $0.hasSuffix("line 1999\n") }
    let isWhole = text == (0..<2000).map { "line \($0)\n" }.joined()
    #expect(isWhole)
    #expect(writer.stop(within: .seconds(2)))
  }

  @Test func `a broken descriptor loses lines and counts their bytes`() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    close(ends[0])
    let writer = LogWriter(descriptor: ends[1])
    writer.submit(Self.line(1))
    #expect(writer.stop(within: .seconds(2)))
    #expect(writer.bytesFailed == 7)
    close(ends[1])
  }

  @Test func `lines from many threads stay whole`() async {
    let pipe = TestPipe(size: 1 << 18)
    let writer = LogWriter(descriptor: pipe.input)
    await withTaskGroup { group in
      for task in 0..<4 {
        group.addTask {
          for number in 0..<1000 { writer.submit(Array("task \(task) line \(number)\n".utf8)) }
        }
      }
    }
    #expect(writer.stop(within: .seconds(2)))
    let lines = pipe.drain().split(separator: "\n").map(String.init)
    #expect(lines.count == 4000)
    for task in 0..<4 {
      let own = lines.filter { $0.hasPrefix("task \(task) ") }
      let isWhole = own == (0..<1000).map { "task \(task) line \($0)" }
      #expect(isWhole)
    }
  }
}
