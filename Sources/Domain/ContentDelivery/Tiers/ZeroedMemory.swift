internal import Glibc

/// A run of zeroed 32-bit words, a power of two of them.
///
/// Large runs come straight from the system, which zeroes pages as they are touched: `calloc` may
/// zero them all at once, and a request would wait for that.
///
/// `@safe`: places are masked before they are used; the owner deallocates once.
@safe
struct ZeroedMemory {
  /// Bytes from which on memory is mapped instead of allocated.
  private static let mappedSizeMin = 128 * 1024

  private let words: UnsafeMutablePointer<UInt32>
  /// Words in the run.
  let count: Int

  /// Zeroes of so many bytes, a power of two.
  init(byteCount: Int) {
    count = byteCount / MemoryLayout<UInt32>.stride
    precondition(count > 0 && count & (count - 1) == 0)
    var memory: UnsafeMutableRawPointer?
    if byteCount >= Self.mappedSizeMin {
      unsafe memory = mmap(
        nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      if unsafe memory == MAP_FAILED { unsafe memory = nil }
    } else {
      unsafe memory = calloc(count, MemoryLayout<UInt32>.stride)
    }
    guard let memory = unsafe memory else { fatalError("no memory for a table of \(byteCount)") }
    unsafe words = memory.bindMemory(to: UInt32.self, capacity: count)
  }

  /// Bytes in the run.
  var byteCount: Int { count * MemoryLayout<UInt32>.stride }

  /// The word at a place.
  subscript(place: Int) -> UInt32 {
    get { unsafe words[place & (count - 1)] }
    nonmutating set { unsafe words[place & (count - 1)] = newValue }
  }

  /// Frees the memory.
  func deallocate() {
    if byteCount >= Self.mappedSizeMin {
      unsafe munmap(words, byteCount)
    } else {
      unsafe free(words)
    }
  }
}
