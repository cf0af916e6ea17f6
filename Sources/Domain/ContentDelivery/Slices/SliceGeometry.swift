/// How content is cut: into slices of one size, of which only the last may be shorter.
struct SliceGeometry: Hashable, Sendable {
  /// Bytes of the content.
  let length: Int
  /// Bytes of every slice but the last.
  let sliceSize: Int

  /// The number of slices.
  var count: Int { (length + sliceSize - 1) / sliceSize }

  /// The slice that holds a byte.
  func slice(at offset: Int) -> Int { offset / sliceSize }

  /// The bytes of a slice.
  func bytes(of slice: Int) -> Range<Int> {
    let start = slice * sliceSize
    return start..<min(start + sliceSize, length)
  }

  /// The bytes of a run of slices.
  func bytes(of slices: Range<Int>) -> Range<Int> {
    let start = min(slices.lowerBound * sliceSize, length)
    return start..<max(start, min(slices.upperBound * sliceSize, length))
  }

  /// The slices that hold a run of bytes.
  func slices(covering bytes: Range<Int>) -> Range<Int> {
    let first = bytes.lowerBound / sliceSize
    return first..<(bytes.isEmpty ? first : (bytes.upperBound - 1) / sliceSize + 1)
  }
}
