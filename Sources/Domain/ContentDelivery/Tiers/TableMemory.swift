internal import Glibc

/// A run of zeroed memory for a table.
///
/// Large runs come straight from the system, which zeroes pages as they are touched: `calloc` may
/// zero them all at once, and a request would wait for that. They go back piece by piece for the
/// same reason. Huge pages were tried for places and entries: among a million objects asked for
/// alike a look-up took as long (AMD EPYC), because it is the heads, allocated one by one, that are
/// far apart, and a first touch had two megabytes zeroed.
///
/// `@safe`: the table that owns a run stays inside and deallocates it once.
@safe
struct TableMemory {
  /// Bytes from which on memory is mapped instead of allocated.
  private static let mappedSizeMin = 128 * 1024
  /// Bytes that are given back at a time.
  private static let pieceSize = 256 * 1024

  let base: UnsafeMutableRawPointer
  let byteCount: Int
  /// Bytes from the start that have not been given back.
  private var leftCount: Int

  /// Zeroes of so many bytes.
  init(byteCount: Int) {
    var memory: UnsafeMutableRawPointer?
    if byteCount >= Self.mappedSizeMin {
      unsafe memory = mmap(
        nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      if unsafe memory == MAP_FAILED { unsafe memory = nil }
    } else {
      unsafe memory = calloc(byteCount, 1)
    }
    guard let memory = unsafe memory else { fatalError("no memory for a table of \(byteCount)") }
    unsafe base = memory
    self.byteCount = byteCount
    leftCount = byteCount
  }

  /// A run that a table has taken before, to be given back.
  init(base: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.base = base
    self.byteCount = byteCount
    leftCount = byteCount
  }

  /// Gives a piece back; true once all is gone. Nothing of it may be touched from the first call
  /// on.
  mutating func deallocateSome() -> Bool {
    guard byteCount >= Self.mappedSizeMin else {
      deallocate()
      return true
    }
    let size = min(Self.pieceSize, leftCount)
    leftCount -= size
    unsafe _ = munmap(base + leftCount, size)
    return leftCount == 0
  }

  /// Gives all that is left back.
  mutating func deallocate() {
    guard leftCount > 0 else { return }
    if byteCount >= Self.mappedSizeMin {
      unsafe _ = munmap(base, leftCount)
    } else {
      unsafe free(base)
    }
    leftCount = 0
  }
}
