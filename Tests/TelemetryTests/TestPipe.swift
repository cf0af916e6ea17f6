import Glibc

/// A pipe whose far end the test reads without ever waiting.
final class TestPipe: Sendable {
  let input: Int32
  let output: Int32

  /// Makes a pipe; the smallest there is by default, so that it is soon full.
  init(size: Int32 = 4096) {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    output = ends[0]
    input = ends[1]
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
    // F_SETPIPE_SZ, which Glibc keeps to itself.
    _ = fcntl(input, 1031, size)
  }

  deinit {
    close(input)
    close(output)
  }

  /// Everything that has arrived.
  func drain() -> String {
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(output, &chunk, chunk.count)
      if count <= 0 { return String(decoding: text, as: UTF8.self) }
      text += chunk[..<count]
    }
  }

  /// Everything that arrives until the condition holds or two seconds are over.
  func drain(until isEnough: (String) -> Bool) -> String {
    var text = ""
    for _ in 0..<2000 {
      text += drain()
      if isEnough(text) { break }
      usleep(1000)
    }
    return text
  }
}
