import Glibc

/// A pipe that a test writes into.
final class BytePipe: Sendable {
  let output: Int32
  private let input: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { fatalError("no pipe: errno \(errno)") }
    (output, input) = (ends[0], ends[1])
  }

  deinit { close(output) }

  /// Writes what fits into a pipe at once.
  func write(_ bytes: [UInt8]) {
    precondition(bytes.count <= 4096 && Glibc.write(input, bytes, bytes.count) == bytes.count)
  }

  /// Lets the reader see the end.
  func closeInput() { close(input) }
}
