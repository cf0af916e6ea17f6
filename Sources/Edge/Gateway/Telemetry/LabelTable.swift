/// Short texts in one run of bytes, so that reading one touches no object of its own. They are
/// ours: printable ASCII that no log has to escape.
struct LabelTable {
  private let bytes: [UInt8]
  /// Where each text starts, and at last where the last one ends.
  private let starts: [Int]

  init(_ texts: [String]) {
    var bytes: [UInt8] = []
    var starts = [0]
    for text in texts {
      precondition(
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C },
        "'\(text)' would have to be escaped")
      bytes += text.utf8
      starts.append(bytes.count)
    }
    self.bytes = bytes
    self.starts = starts
  }

  var count: Int { starts.count - 1 }

  /// The bytes of a text.
  subscript(index: Int) -> RawSpan {
    @_lifetime(borrow self)
    get { unsafe bytes.span.bytes.extracting(starts[index]..<starts[index + 1]) }
  }
}
