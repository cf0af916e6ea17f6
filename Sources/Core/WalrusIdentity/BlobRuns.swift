/// The bytes of a blob where they lie: in one run of memory, or in several of one length that
/// follow on one another, of which only the last may be shorter.
///
/// `@safe`: every read is checked against the runs, and whoever makes one from addresses promises
/// that they are valid as long as it is.
@safe
struct BlobRuns: ~Escapable {
  private let runs: [UnsafeRawBufferPointer]
  /// Bytes of every run but the last.
  private let runSize: Int
  /// Bytes of all runs.
  let byteCount: Int

  /// One run.
  @_lifetime(copy content)
  init(_ content: RawSpan) {
    let run = unsafe content.withUnsafeBytes { unsafe $0 }
    unsafe runs = unsafe [run]
    runSize = max(run.count, 1)
    byteCount = run.count
  }

  /// Several runs, which stay where they are as long as `owner` lives.
  @unsafe
  @_lifetime(borrow owner)
  init<Owner: ~Copyable & ~Escapable>(_ runs: [UnsafeRawBufferPointer], of owner: borrowing Owner) {
    unsafe self.runs = unsafe runs
    let size = unsafe max(runs.first?.count ?? 0, 1)
    runSize = size
    byteCount = unsafe runs.reduce(0) { $0 + $1.count }
    unsafe precondition(runs.dropLast().allSatisfy { $0.count == size }, "runs of one length")
    unsafe precondition((runs.last?.count ?? 0) <= size, "runs of one length")
  }

  /// The offset after the last byte of the run that an offset is in.
  func endOfRun(at offset: Int) -> Int { min((offset / runSize + 1) * runSize, byteCount) }

  /// Bytes that lie in one run.
  @_lifetime(copy self)
  func bytes(at offset: Int, count: Int) -> RawSpan {
    if count == 0 { return RawSpan() }
    let run = unsafe runs[offset / runSize]
    let start = offset % runSize
    precondition(start >= 0 && count > 0 && start + count <= run.count, "bytes in several runs")
    let span = unsafe RawSpan(
      _unsafeBytes: UnsafeRawBufferPointer(rebasing: run[start..<start + count]))
    return unsafe _overrideLifetime(span, copying: self)
  }

  /// Copies bytes, wherever they lie.
  func copy(_ range: Range<Int>, into target: inout MutableRawSpan, at place: Int) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let end = min(endOfRun(at: offset), range.upperBound)
      target.copy(
        bytes(at: offset, count: end - offset), at: place + offset - range.lowerBound)
      offset = end
    }
  }
}
