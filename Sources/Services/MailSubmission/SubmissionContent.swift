/// What is still to be sent of a message; used on the thread that sends it.
final class SubmissionContent {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// Copies the next bytes, and says how many; 0 at the end.
  func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    let piece = rest.prefix(target.count)
    for (index, byte) in piece.enumerated() { unsafe target[index] = byte }
    rest = rest.dropFirst(piece.count)
    return piece.count
  }
}
