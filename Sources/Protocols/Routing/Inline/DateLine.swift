internal import Bytes
internal import HTTP

/// The first field line of every head and the name of the second, printed once a second.
struct DateLine {
  private static let name: StaticString = "Date: "
  private static let following: StaticString = "\r\nX-Request-ID: "

  // Six bytes of name, 29 of date, 16 of what follows.
  private(set) var bytes = InlineArray<51, UInt8>(repeating: 0)

  /// Whether nothing has been printed yet.
  var isEmpty: Bool { bytes[0] == 0 }

  /// Prints the line of a date.
  mutating func print(_ date: HTTPDate) {
    var target = bytes.mutableSpan
    unsafe target.withUnsafeMutableBufferPointer { target in
      var output = unsafe OutputSpan<UInt8>(buffer: target, initializedCount: 0)
      output.append(Self.name)
      date.print(into: &output)
      output.append(Self.following)
      _ = unsafe output.finalize(for: target)
    }
  }
}
